import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { issue, tempProject } from "./temp-project.ts";

test("starts an interview with number, slot and guest filled in, as a draft that can be previewed", async () => {
  const project = await tempProject({ "issues/2026-11-01-old.md": issue(["issue: 41"]) });
  const { exit, stdout } = await project.run(["new", "AI in Peru: part “2”", "--section", "corner"]);
  expect(exit).toBe(0);
  // The next free Tuesday after the test's Tuesday 07:00 in New York is that same day at 09:00.
  expect(stdout).toContain("Issue 42 is at issues/2026-11-24-ai-in-peru-part-2/index.md");
  const text = await readFile(project.path("issues/2026-11-24-ai-in-peru-part-2/index.md"), "utf8");
  expect(text).toContain('title: "AI in Peru: part “2”"');
  expect(text).toMatch(/issue: 42\nsection: corner\nsend_at: 2026-11-24 09:00\ndraft: true\nguests:/);
  const { stdout: checked } = await project.run(["check", "ai-in-peru-part-2", "--json"]);
  const { findings } = JSON.parse(checked) as { findings: { rule: string; severity: string }[] };
  // Nothing is wrong with it but that it is still to be written.
  const rules = new Set(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule));
  expect([...rules]).toEqual(["writing/placeholder"]);
});

test("gives the slot after one that is taken", async () => {
  const project = await tempProject({
    "issues/2026-11-24-first.md": issue(["section: corner", "send_at: 2026-11-24 09:00"]),
  });
  const { stdout } = await project.run(["new", "The second one", "--section", "corner"]);
  expect(stdout).toContain("issues/2026-12-01-the-second-one/index.md");
});

test("starts a letter without a section, dated today", async () => {
  const project = await tempProject();
  const { exit, stdout } = await project.run(["new", "Señor Ñandú’s day"]);
  expect(stdout).toContain("Issue 1 is at issues/2026-11-24-senor-nandus-day/index.md");
  expect(exit).toBe(0);
});

test("refuses an unknown section and a title that is taken, and writes nothing", async () => {
  const project = await tempProject({ "issues/2026-11-01-hello.md": issue() });
  const section = await project.run(["new", "Something", "--section", "cornr"]);
  expect(section).toMatchObject({ exit: 2 });
  expect(section.stderr).toContain("(corner), got cornr");
  const taken = await project.run(["new", "Hello"]);
  expect(taken).toMatchObject({ exit: 2 });
  expect(taken.stderr).toContain("issues/2026-11-01-hello.md");
});
