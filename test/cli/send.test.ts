import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READY = issue(
  ["draft: false"],
  'Hello {{ subscriber.first_name | default: "there" }}, here is the letter.',
);

/** A newsletter that mails through Resend, which is the sandbox here: three readers, one of them left out. */
async function newsletter(
  text = READY,
): Promise<{ project: TempProject; sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const readers = ["email,first_name,status"];
  for (const name of ["Ada", "Grace", "Linus"])
    readers.push(`${name.toLowerCase()}@a.example,${name},active`);
  const project = await tempProject({ [FILE]: text, "readers.csv": `${readers.join("\n")}\n` });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  await project.run(["migrate"], { env });
  await project.run(["subscribers", "import", "readers.csv", "--unstated", "active"], { env });
  return { project, sandbox, env };
}

const subjects = (sandbox: Sandbox) => sandbox.inbox.list().data.map(({ subject }) => subject);

test("plans without changing anything", async () => {
  const { project, sandbox, env } = await newsletter();
  const { exit, stdout } = await project.run(["plan", "hello"], { env });
  expect(stdout).toMatch(/recipients +3\n/);
  expect(stdout).toContain("How a letter is made");
  expect(exit).toBe(0);
  const json = JSON.parse((await project.run(["plan", "hello", "--json"], { env })).stdout) as unknown;
  expect(json).toMatchObject({ send: null, audience: { candidates: 3, recipients: 3 } });
  expect(subjects(sandbox)).toEqual([]);
});

test("a plan counts who is pending, whom an import without consent leaves there", async () => {
  const project = await tempProject({
    [FILE]: READY,
    "readers.csv": "email\nada@a.example\nbob@a.example\n",
  });
  const run = (line: string) => project.run([...line.split(" "), "--sandbox"]);
  await run("subscribers import readers.csv --list weekly");
  const { stdout } = await run("plan hello");
  expect(stdout).toMatch(
    /left out +nobody\n {2}pending +2: have not confirmed, or their imported file did not say whether they had; .*active/,
  );
  expect(JSON.parse((await run("plan hello --json")).stdout)).toMatchObject({
    audience: { candidates: 0, recipients: 0, pending: 2, exclusions: {} },
  });
  await run("subscribers import readers.csv --list weekly --unstated active");
  expect((await run("plan hello")).stdout).not.toContain("pending");
});

test("mails a test of a draft with [TEST] before its subject, merged as the subscriber named", async () => {
  const { project, sandbox, env } = await newsletter(READY.replace("draft: false", "draft: true"));
  const { exit, stdout } = await project.run(
    ["test", "hello", "--to", "me@a.example,you@a.example", "--as", "ada@a.example"],
    { env },
  );
  expect(stdout).toContain("2 tests of hello handed to Resend");
  expect(exit).toBe(0);
  expect(subjects(sandbox)).toEqual(["[TEST] How a letter is made", "[TEST] How a letter is made"]);
  expect((await project.run(["test", "hello", "--to", "me"], { env })).exit).toBe(2);
  expect(
    (await project.run(["test", "hello", "--to", "me@a.example", "--as", "nobody@a.example"], { env })).exit,
  ).toBe(2);
});

test("says at once that Resend does not answer, where a send would try again for hours", async () => {
  const { project, sandbox, env } = await newsletter();
  await sandbox.close();
  const { exit, stdout, stderr } = await project.run(["test", "hello", "--to", "me@a.example"], { env });
  expect(exit).toBe(3);
  expect(stderr).toContain("ECONNREFUSED");
  expect(stdout).toContain("0 of 1 test handed to Resend");
});

test("asks before it mails people, sends once it may, and sends nothing twice", async () => {
  const { project, sandbox, env } = await newsletter();
  const asked = await project.run(["send", "hello"], { env });
  expect(asked).toMatchObject({ exit: 2 });
  expect(asked.stderr).toMatch(/3 readers through Resend now[^]*--yes/);
  expect(subjects(sandbox)).toEqual([]);

  const sent = await project.run(["send", "hello", "--yes"], { env });
  expect(sent.stdout).toContain("hello is submitted: 3 submitted.");
  expect(sent.stderr).toContain("mails real people through Resend");
  expect(sent.exit).toBe(0);
  expect(subjects(sandbox)).toHaveLength(3);

  const status = await project.run(["status", "hello"], { env });
  expect(status.stdout).toMatch(/candidates +3 = 3 recipients \+ 0 exclusions/);
  const report = await project.run(["report", "hello", "--json"], { env });
  expect(JSON.parse(report.stdout)).toMatchObject({ slug: "hello", sends: [{ recipients: 3 }] });
  for (const [flags, line] of [
    [[], /^ {2}recipients +3$/m],
    [["--csv"], /,recipients,recipients,3$/m],
    [["--markdown"], /^\| recipients \| 3 \|$/m],
  ] as const)
    expect((await project.run(["report", "hello", ...flags], { env })).stdout).toMatch(line);

  const again = await project.run(["send", "hello"], { env });
  expect(again.exit).toBe(1);
  expect(again.stdout).toContain("schedule/sent");
  expect((await project.run(["tick"], { env })).exit).toBe(0);
  expect(subjects(sandbox)).toHaveLength(3);
});

test("records nothing as submitted when the key is wrong", async () => {
  const { project, sandbox, env } = await newsletter();
  const wrong = { ...env, RESEND_API_KEY: "re_mistyped" };
  const { exit, stdout } = await project.run(["send", "hello", "--yes"], { env: wrong });
  expect(exit).toBe(3);
  expect(stdout).toContain("hello is paused: 3 planned.");
  expect(subjects(sandbox)).toEqual([]);
});

test("pauses, resumes and cancels what is scheduled, and otherwise says what is wrong", async () => {
  const { project, env } = await newsletter();
  await project.run(["schedule", "hello", "--at", "2026-12-01 09:00"], { env });
  expect((await project.run(["pause", "hello"], { env })).stdout).toContain("hello is paused");
  const paused = await project.run(["status"], { env });
  expect(paused.stdout).toContain("paused (person)");
  expect(paused.stdout).toContain("letterpress resume hello");
  expect((await project.run(["resume", "hello"], { env })).exit).toBe(0);
  expect((await project.run(["cancel", "hello"], { env })).exit).toBe(0);
  const wrong = await project.run(["resume", "hello"], { env });
  expect(wrong.exit).toBe(2);
  expect(wrong.stderr).toContain("it is canceled");
});

test("serves: schedules and sends what is due, answers requests, reports each change once, and stops cleanly", async () => {
  const { project, sandbox, env } = await newsletter();
  let ahead = 0;
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await project.write(FILE, issue(["draft: false", `send_at: ${dueAt}`]));
  await project.write(
    "issues/2026-12-02-past.md",
    issue(["title: A letter that is late", "draft: false", "send_at: 2020-01-01 09:00"]),
  );
  const stop = new AbortController();
  const args = ["--port", "0", "--host", "127.0.0.1", "--every", "* * * * * *", "--log", "text"];
  const serving = project.run(["serve", ...args], {
    env,
    signal: stop.signal,
    clock: { now: () => Date.now() + ahead },
  });
  const status = async () => (await project.run(["status", "--json"], { env })).stdout;
  await expect.poll(status, { interval: 200 }).toMatch(/"state": ?"scheduled"/);
  ahead = 3_600_000;
  await expect.poll(() => sandbox.inbox.count, { interval: 100 }).toBe(3);
  stop.abort();
  const { exit, stdout } = await serving;
  expect(exit).toBe(0);
  expect(stdout).toContain("hello  is scheduled for");
  expect(stdout.match(/past {2}is not sent: its time had passed/g)).toHaveLength(1);
  expect(stdout).toMatch(/batch\.settled .*outcome=accepted/);
  expect(stdout).toContain("Stopped.");
});
