import { expect, test } from "vitest";
import { tempProject } from "./temp-project.ts";

const letter = (title: string, keys: string) =>
  `---\ntitle: ${title}\npreview_text: What this letter has to say, in one line of a fair length.\n${keys}\n---\n\nGood morning, everybody.\n`;

test("shows drafts, what is ready and what is scheduled by time, in the newsletter's zone", async () => {
  const project = await tempProject({
    "issues/2036-12-02-second.md": letter("Second", "draft: false\nsend_at: 2036-12-02 09:00"),
    "issues/2036-12-01-first.md": letter("First", "draft: false\nsend_at: 2036-12-01T15:30Z"),
    "issues/2036-12-03-third.md": letter("Third", "date: 2036-12-03"),
  });
  const { exit, stdout } = await project.run(["--sandbox", "calendar"]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /Mon, 1 Dec 2036, 10:30 +ready +First[\s\S]*Tue, 2 Dec 2036, 09:00 +ready +Second[\s\S]*2036-12-03 +draft +Third/,
  );
  expect(stdout).toContain("3 issues, 2 to come. Times are America/New_York.");
  const { stdout: json } = await project.run(["--sandbox", "calendar", "--json"]);
  expect(JSON.parse(json)).toMatchObject([
    { slug: "first", at: "2036-12-01T15:30:00.000Z" },
    { slug: "second" },
    { slug: "third", at: null },
  ]);
});
