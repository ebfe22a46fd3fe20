import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, type Result, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const at = (sendAt: string) => issue(["draft: false", `send_at: ${sendAt}`], "Hello, here is the letter.");

/** A newsletter that mails through Resend, which is the sandbox here, with 150 readers. */
async function newsletter(wave: string): Promise<{
  project: TempProject;
  env: Record<string, string>;
  run: (...args: string[]) => Promise<Result>;
}> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const readers = Array.from({ length: 150 }, (_, n) => `reader${n}@a.example,active`);
  const project = await tempProject({
    [FILE]: at("2026-12-01 09:00"),
    "readers.csv": `email,status\n${readers.join("\n")}\n`,
  });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  const waved = config.replace("lists:", `wave: ${wave}, editors: ["reader7@a.example"],\n  lists:`);
  await project.write("newsletter.config.ts", waved);
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  // A clock that goes on: the pace waits for its next turn by it.
  const began = Date.now();
  const clock = { now: () => NOW + Date.now() - began };
  const run = (...args: string[]) => project.run(args, { env, clock });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  return { project, env, run };
}

test("an unschedule is about the file as it stands, even where no pass has read it yet", async () => {
  const { project, run } = await newsletter("{}");
  expect((await run("tick")).stdout).toContain("hello  is scheduled for Tue, 1 Dec 2026, 09:00");
  await project.write(FILE, at("2026-12-03 09:00"));
  expect((await run("unschedule", "hello")).stdout).toContain("stays so until its file's send_at changes");
  expect((await run("tick")).stdout).toContain("Nothing was due and nothing has changed.");
  await project.write(FILE, at("2026-12-04 09:00"));
  expect((await run("tick")).stdout).toContain("hello  is scheduled for Fri, 4 Dec 2026, 09:00");
});

test("a time that was written before a resume still moves the send, also where no pass has read it yet", async () => {
  const { project, run } = await newsletter("{}");
  await run("tick");
  await run("pause", "hello");
  await project.write(FILE, at("2026-12-03 09:00"));
  await run("resume", "hello");
  expect((await run("tick")).stdout).toContain("hello  is rescheduled for Thu, 3 Dec 2026, 09:00");
});

test("a person who schedules a paused send gets it scheduled, and reads when it starts", async () => {
  const { run } = await newsletter("{}");
  await run("tick");
  await run("pause", "hello");
  const scheduled = await run("schedule", "hello", "--at", "2026-12-05 10:00");
  expect(scheduled.stdout).toContain("hello is scheduled for Sat, 5 Dec 2026, 10:00");
  expect((await run("status", "hello")).stdout).toMatch(/^hello {2}scheduled$/m);
  await run("pause", "hello");
  expect((await run("resume", "hello")).stdout).toContain("hello starts Sat, 5 Dec 2026, 10:00");
});

test("a first wave that waits for a person says so, and continues when approved", async () => {
  const { run } = await newsletter("{ above: 100, share: 0.1, approve: true }");
  const sent = await run("send", "hello", "--yes");
  expect(sent.stdout).toMatch(
    /hello is paused: \d+ planned, \d+ submitted \(\d+ waiting for the next wave\)\./,
  );
  expect(sent.exit).toBe(0);
  const waiting = await run("status", "hello");
  expect(waiting.stdout).toMatch(
    /paused \(wave\)[^]*recipients +150 = \d+ planned \+ \d+ submitted \(\d+ waiting for the next wave\)/,
  );
  expect(waiting.stdout).toContain(
    "Next: `letterpress approve hello` sends the rest, `letterpress cancel hello` withdraws them.",
  );
  expect((await run("approve", "hello")).stdout).toContain("hello is approved and continues.");
  await run("tick");
  expect((await run("status", "hello")).stdout).toMatch(/recipients +150 = 150 submitted/);
});

test.each([
  ["that waits for a person ends a tick with 3", ", approve: true", 3, "Next: `letterpress approve hello`"],
  ["that goes on at its time ends a tick with 0", "", 0, "continues it"],
])("a first wave %s", async (_, approve, exit, next) => {
  const { project, env, run } = await newsletter(`{ above: 100, share: 0.1${approve} }`);
  await run("schedule", "hello");
  const began = Date.now();
  const clock = { now: () => Date.UTC(2026, 11, 1, 14) + Date.now() - began };
  const ticked = await project.run(["tick"], { env, clock });
  expect(ticked.stdout).toContain(next);
  expect(ticked.exit).toBe(exit);
  // It was told once: what the next pass finds is no news.
  expect((await project.run(["tick"], { env, clock })).exit).toBe(0);
});

test("a person who stops the wait after the first wave and then resumes has decided: nobody waits again", async () => {
  const { run } = await newsletter("{ above: 100, share: 0.1, minutes: 10 }");
  await run("send", "hello", "--yes");
  expect((await run("pause", "hello")).exit).toBe(0);
  expect((await run("tick")).exit).toBe(0);
  expect((await run("resume", "hello")).stdout).toContain("hello continues.");
  await run("tick");
  expect((await run("status", "hello")).stdout).toMatch(/recipients +150 = 150 submitted/);
});

test("--no-wave sends to everybody at once, and a pass of the job does not bring the wave back", async () => {
  const { run } = await newsletter("{ above: 100, share: 0.1 }");
  const sent = await run("send", "hello", "--yes", "--no-wave");
  expect(sent.stdout).toContain("hello is submitted: 150 submitted.");
  const other = await newsletter("{ above: 100, share: 0.1 }");
  await other.run("schedule", "hello", "--no-wave");
  await other.run("tick");
  const began = Date.now();
  const clock = { now: () => Date.UTC(2026, 11, 1, 14) + Date.now() - began };
  const { stdout } = await other.project.run(["tick"], { env: other.env, clock });
  expect(stdout).toContain("hello is submitted.");
});

test("while the first wave waits, `status` says until when and how to save the others", async () => {
  const { run } = await newsletter("{ above: 100, share: 0.1, minutes: 10 }");
  await run("send", "hello", "--yes");
  const { stdout } = await run("status", "hello");
  expect(stdout).toMatch(/continues +Tue, 24 Nov 2026, 07:10 \(America\/New_York\)/);
  expect(stdout).toMatch(
    /continues [^]*07:10[^]*`letterpress pause hello` or `letterpress cancel hello` stops the rest/,
  );
  const canceled = await run("cancel", "hello");
  expect(canceled.stdout).toContain("readers who do not have it yet do not get it");
  expect((await run("status", "hello")).stdout).toMatch(/recipients +150 = \d+ submitted \+ \d+ withdrawn/);
});
