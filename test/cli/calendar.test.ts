import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { REAL_ENV, tempProject } from "./temp-project.ts";

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

test("what was sent and what is scheduled stand between the drafts, and each `next` has a slot of its own", async () => {
  const sections = "section: corner\ntemplate: digest";
  const project = await tempProject({
    "issues/2026-11-20-sent.md": letter("Sent", "draft: false"),
    "issues/2026-11-28-dated.md": letter("Dated", "date: 2026-11-28"),
    "issues/2026-11-30-planned.md": letter("Planned", "draft: false\nsend_at: 2026-11-30 09:00"),
    "issues/a-draft.md": letter("Draft for a slot", `${sections}\nsend_at: next`),
    "issues/b-ready.md": letter("Ready for a slot", `${sections}\ndraft: false\nsend_at: next`),
    "issues/c-other.md": letter("Ready for the next one", `${sections}\ndraft: false\nsend_at: next`),
    "issues/idea.md": letter("Idea", "draft: true"),
    "issues/2026-11-10-late.md": letter("Late", "draft: false\nsend_at: 2026-11-10 09:00"),
    "readers.csv": "email,status\nada@a.example,active\n",
  });
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const run = (...args: string[]) => project.run(args, { env });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  expect((await run("send", "sent", "--yes")).exit).toBe(0);
  expect((await run("schedule", "planned")).exit).toBe(0);
  const { stdout } = await run("calendar");
  const lines = stdout.split("\n").slice(1, 9);
  const shown = lines.map((line) => line.replace(/ {2,}/g, " | "));
  // Today is Tuesday, 24 November, 07:00 in New York: two hours before the slot.
  expect(shown).toEqual([
    "Tue, 10 Nov 2026, 09:00 | missed | Late",
    "Tue, 24 Nov 2026, 07:00 | submitted | Sent | 1",
    "Tue, 24 Nov 2026, 09:00 | ready | Ready for a slot | The corner",
    "2026-11-28 | draft | Dated",
    "Mon, 30 Nov 2026, 09:00 | scheduled | Planned",
    "Tue, 1 Dec 2026, 09:00 | ready | Ready for the next one | The corner",
    "Tue, 8 Dec 2026, 09:00 | draft | Draft for a slot | The corner",
    "no time yet | draft | Idea",
  ]);
  expect(stdout).toContain("8 issues, 3 to come. Times are America/New_York.");
  // The job gives them the slots the calendar has promised.
  await run("tick");
  const after = (await run("calendar")).stdout;
  expect(after).toMatch(/Tue, 24 Nov 2026, 09:00 +scheduled +Ready for a slot/);
  expect(after).toMatch(/Tue, 1 Dec 2026, 09:00 +scheduled +Ready for the next one/);
});

test("what a person took back, what has errors and what goes out in the readers' own mornings are told apart", async () => {
  const project = await tempProject({
    "issues/2036-12-01-back.md": letter("Taken back", "draft: false\nsend_at: 2036-12-01 09:00"),
    "issues/2036-12-02-off.md": letter("Called off", "draft: false\nsend_at: 2036-12-02 09:00"),
    "issues/2036-12-03-wrong.md": letter("Wrong", "draft: false\nsend_at: 2036-12-03 09:00\nlist: nobody"),
    "issues/2036-12-04-local.md": letter("Mornings", "draft: false\nsend_at: 2036-12-04 09:00 local"),
  });
  const run = (...args: string[]) => project.run(["--sandbox", ...args]);
  for (const slug of ["back", "off"]) expect((await run("schedule", slug)).exit).toBe(0);
  await run("unschedule", "back");
  await run("cancel", "off");
  const scheduled = await run("schedule", "local");
  expect(scheduled.stdout).toContain(
    "local is scheduled for 2036-12-04 09:00 in each reader's own zone, the first Wed, 3 Dec 2036, 14:00 (America/New_York).",
  );
  const { stdout } = await run("calendar");
  expect(stdout).toMatch(/1 Dec 2036, 09:00 +unscheduled +Taken back/);
  expect(stdout).toMatch(/2 Dec 2036, 09:00 +canceled +Called off/);
  expect(stdout).toMatch(/3 Dec 2036, 09:00 +has errors +Wrong/);
  expect(stdout).toMatch(/4 Dec 2036, 09:00 local +scheduled +Mornings/);
  expect(stdout).toContain("4 issues, 1 to come.");
});
