import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { commit, git } from "../helpers/git.ts";
import { issue, NOW, REAL_ENV, type Result, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const letter = (words: string, lines: readonly string[] = []) =>
  issue(["draft: false", "send_at: 2026-12-01 09:00", ...lines], words);

async function newsletter(): Promise<{
  project: TempProject;
  run: (...args: string[]) => Promise<Result>;
  mailed: () => number;
}> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    [FILE]: letter("Hello, here is the letter."),
    "readers.csv": "email,status\nada@a.example,active\nbo@a.example,active\n",
    "package.json": '{ "type": "module" }\n',
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  // A clock that goes on: the pace waits for its next turn by it.
  const began = Date.now();
  const clock = { now: () => NOW + Date.now() - began };
  const run = (...args: string[]) => project.run(args, { env, clock });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  return { project, run, mailed: () => sandbox.inbox.count };
}

test("`status` shows the commit, an older one is told of with its command, and approve takes its file", async () => {
  const { project, run } = await newsletter();
  const { root } = project;
  await git(root, "init", "--quiet");
  const first = await commit(root);
  await project.write(FILE, letter("Hello, here are the last words."));
  expect((await run("tick")).exit).toBe(0);
  const short = first.slice(0, 7);
  expect((await run("status", "hello")).stdout).toMatch(new RegExp(`commit +${short}-dirty$`, "m"));
  const second = await commit(root);
  await run("tick");
  expect((await run("status", "hello")).stdout).toMatch(new RegExp(`commit +${second.slice(0, 7)}$`, "m"));
  expect(JSON.parse((await run("status", "--json")).stdout)).toMatchObject([{ commit: second }]);
  await git(root, "checkout", "--quiet", first);
  const tick = await run("tick");
  expect(tick.stdout).toContain("hello  stays as it is: its file is of a commit");
  expect(tick.stdout).toMatch(/schedule\/older-commit[^]*`letterpress approve hello`/);
  const scheduled = await run("schedule", "hello", "--at", "2026-12-02 10:00");
  expect(scheduled).toMatchObject({ exit: 1, output: expect.stringContaining("schedule/older-commit") });
  expect((await run("approve", "hello")).stdout).toContain("hello is approved and starts Tue, 1 Dec 2026");
  expect((await run("status", "hello")).stdout).toMatch(new RegExp(`commit +${short}$`, "m"));
  expect((await run("tick")).stdout).toContain("Nothing was due and nothing has changed.");
});

test("pause, unschedule and cancel count while the file is a draft for a moment, and say what ends them", async () => {
  for (const [word, says] of [
    ["pause", "is paused"],
    ["unschedule", "is no longer scheduled"],
    ["cancel", "is canceled"],
  ] as const) {
    const { project, run } = await newsletter();
    await run("tick");
    await project.write(FILE, issue(["draft: true"], "Hello, here is the letter."));
    expect((await run("tick")).stdout).toContain("hello  is no longer scheduled");
    expect(await run(word, "hello")).toMatchObject({ exit: 0, stdout: expect.stringContaining(says) });
    await project.write(FILE, letter("Hello, here is the letter."));
    await run("tick");
    const state = word === "pause" ? "paused (person)" : "canceled";
    expect((await run("status", "hello")).stdout).toContain(`hello  ${state}`);
  }
});

test("a pause without a send is ended by resume, which says what follows", async () => {
  const { project, run } = await newsletter();
  await run("tick");
  await project.write(FILE, issue(["draft: true"], "Hello, here is the letter."));
  await run("tick");
  await run("pause", "hello");
  expect((await run("resume", "hello")).stdout).toContain("is no longer paused");
  await project.write(FILE, letter("Hello, here is the letter."));
  expect((await run("tick")).stdout).toContain("hello  is scheduled for");
});

test("a copy of a sent issue waits, also for a person who sends it, until it is approved", async () => {
  const { project, run, mailed } = await newsletter();
  await run("send", "hello", "--yes");
  expect(mailed()).toBe(2);
  const copy = letter("Hello,\r\nhere is  the letter.", ["title: Another letter"]);
  await project.write("issues/2026-12-08-copy.md", copy);
  const tick = await run("tick");
  expect(tick.stdout).toMatch(
    /copy {2}waits\. It has the same body as hello, which was sent Tue, 24 Nov 2026/,
  );
  expect(tick.stdout).toMatch(/schedule\/copied[^]*`letterpress approve copy`/);
  const sent = await run("send", "copy", "--yes");
  expect(sent).toMatchObject({ exit: 3, stdout: expect.stringContaining("copy is paused") });
  expect((await run("schedule", "copy")).stderr).toContain("Next: `letterpress approve copy`");
  expect(mailed()).toBe(2);
  expect((await run("test", "copy", "--to", "desk@news.example.org")).exit).toBe(0);
  expect((await run("approve", "copy")).stdout).toContain("copy is approved and starts");
  expect(mailed()).toBe(3);
});
