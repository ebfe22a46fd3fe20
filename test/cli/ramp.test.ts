import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { NOW, issue, REAL_ENV, type Result, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READY = issue(["draft: false", "send_at: 2026-12-01 09:00"]);
const HOUR = 3_600_000;
/** Nine in New York on the first of December. */
const DUE = Date.UTC(2026, 11, 1, 14);

interface Desk {
  readonly project: TempProject;
  readonly sandbox: Sandbox;
  readonly run: (command: string, now?: number) => Promise<Result>;
}

/** A newsletter that has never sent anything, with that many readers, and the sandbox for Resend. */
async function desk(readers: number, { quota = {}, text = READY } = {}): Promise<Desk> {
  const sandbox = await startSandbox({
    switches: { rate_limit: 200, ...quota },
    clock: { now: () => NOW },
  });
  onTestFinished(() => sandbox.close());
  const rows = Array.from({ length: readers }, (_, index) => `reader${index}@a.example,active`);
  const project = await tempProject({
    [FILE]: text,
    "readers.csv": `${["email,status", ...rows].join("\n")}\n`,
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  await project.run(["migrate"], { env });
  await project.run(["subscribers", "import", "readers.csv", "--unstated", "active"], { env });
  const run = (command: string, now = NOW) =>
    project.run(command.split(" "), { env, clock: { now: () => now } });
  return { project, sandbox, run };
}

test("proposes a ramp to a list this ledger has never sent to, and does not send without an answer", async () => {
  const { sandbox, run } = await desk(3001);
  const planned = await run("plan hello");
  expect(planned.exit).toBe(0);
  expect(planned.stdout).toMatch(
    /ramp +proposed, not decided: 1,000, 2,500 messages, day by day \(2 days\)\n/,
  );
  // The second day's last of 2,001, at 300 an hour.
  expect(planned.stdout).toMatch(
    /last reader +Wed, 2 Dec 2026, 15:40 \(America\/New_York\), if the ramp is accepted/,
  );
  expect(planned.stdout).toMatch(/quota +no limit today, 10,000,000 of 10,000,000 left this month\n/);
  expect(planned.stdout).toContain("--ramp accept");
  const json = JSON.parse((await run("plan hello --json")).stdout) as unknown;
  expect(json).toMatchObject({
    ramp: { state: "proposed", days: [{ per_day: 1000, per_hour: 100 }, { per_day: 2500 }] },
    last_reader_at: "2026-12-02T20:40:00.000Z",
    quota: { daily: { limit: null, left: null }, monthly: { left: 10_000_000 }, short: null },
  });

  for (const command of ["send hello", "send hello --yes", "schedule hello"]) {
    const refused = await run(command);
    expect(refused.exit).toBe(1);
    expect(refused.output).toMatch(/3,001 readers.*schedule\/ramp/);
    expect(refused.output).toContain("--ramp accept");
  }
  expect((await run("send hello --yes --ramp maybe")).exit).toBe(2);
  expect(sandbox.inbox.count).toBe(0);

  const sent = await run("send hello --yes --ramp refuse");
  expect(sent.stdout).not.toContain("proposed");
  // Of the 3,001 the first wave, as with every list of that size.
  expect(sandbox.inbox.count).toBeGreaterThan(0);
  expect(sandbox.inbox.count).toBeLessThan(200);
  const status = await run("status hello");
  expect(status.stdout).toContain("paused (wave)");
});

test("the job waits for an answer as well, says so, and starts the day it was given", async () => {
  const { sandbox, run } = await desk(2001);
  const first = await run("tick");
  expect(first.stdout).toMatch(/hello +waits for an answer[^]*schedule\/ramp/);
  expect((await run("tick")).stdout).toContain("nothing has changed");
  const status = await run("status");
  expect(status.stdout).toContain("paused (ramp)");
  expect(status.stdout).toContain("letterpress approve hello --ramp accept");
  const resumed = await run("resume hello");
  expect(resumed.exit).toBe(2);
  expect(resumed.stderr).toContain("--ramp accept");

  // Its time comes and goes; nobody is mailed, and nothing is lost.
  await run("tick", DUE);
  await run("tick", DUE + 3 * HOUR);
  expect(sandbox.inbox.count).toBe(0);
  const approved = await run("approve hello --ramp accept", DUE + 3 * HOUR);
  expect(approved.stdout).toContain("2,001 readers over 2 days");
  await run("tick", DUE + 3 * HOUR);
  const going = await run("status hello", DUE + 3 * HOUR);
  expect(going.stdout).not.toContain("late");
  expect(going.stdout).toMatch(/ramp +1,000, 2,500 messages, day by day \(2 days\)\n/);
  expect(sandbox.inbox.count).toBeGreaterThan(0);
  expect(sandbox.inbox.count).toBeLessThanOrEqual(100);
});

test("a ramp in the config, or `ramp: false`, is an answer to every such list", async () => {
  const { project, run } = await desk(2001);
  const config = async (pace: string) => {
    const text = await readFile(project.path("newsletter.config.ts"), "utf8");
    const bare = text.replace(/ {2}pace: .*\n/, "");
    await project.write("newsletter.config.ts", bare.replace("  lists:", `  pace: ${pace},\n  lists:`));
  };
  await run("tick");
  expect((await run("status")).stdout).toContain("paused (ramp)");
  await config("{ ramp: [{ per_day: 500, per_hour: 100 }, { per_day: 900 }] }");
  const planned = await run("plan hello");
  expect(planned.stdout).toMatch(/ramp +500, 900, 900 messages, day by day \(3 days\)\n/);
  expect(planned.stdout).toMatch(/last reader +Thu, 3 Dec 2026, 09:00/);
  expect((await run("tick")).stdout).toContain("is scheduled");
  expect((await run("status")).stdout).not.toContain("paused");
  expect((await run("status hello")).stdout).toMatch(/ramp +500, 900, 900 messages, day by day \(3 days\)\n/);
  expect(JSON.parse((await run("status hello --json")).stdout)).toMatchObject([
    { state: "scheduled", ramp: { by: "file", days: [{ per_day: 500, per_hour: 100 }, { per_day: 900 }] } },
  ]);
  await config("{ ramp: false }");
  expect((await run("plan hello")).stdout).not.toContain("ramp");

  await config("{ ramp: [{ per_day: 500 }, { per_day: 400 }] }");
  const wrong = await run("plan hello");
  expect(wrong.exit).toBe(2);
  expect(wrong.stderr).toContain("expected a ramp that grows");
});

test("small lists get no ramp; without an answer from Resend the quota is unknown", async () => {
  const { project, run } = await desk(3, { quota: { daily_quota: 2 } });
  const planned = await run("plan hello");
  expect(planned.stdout).not.toContain("ramp");
  expect(planned.stdout).toMatch(/quota +2 of 2 left today/);
  expect(planned.stdout).toContain("quota too small: needs 3, has 2 left.");
  const keyless = await project.run(["plan", "hello"], {
    env: { ...REAL_ENV, RESEND_API_KEY: "" },
  });
  expect(keyless.stdout).toMatch(/quota +not known: RESEND_API_KEY is not set\n/);

  const sent = await run("send hello --yes");
  expect(sent.exit).toBe(3);
  expect(sent.stdout).toContain("in one day, has 2 left.");
  const resumed = await run("resume hello");
  expect(resumed.exit).toBe(0);
});

test("a ramp that was accepted when scheduling survives the job's readings of the file", async () => {
  const { sandbox, run } = await desk(2001);
  expect((await run("schedule hello --ramp accept")).stdout).toContain("is scheduled for");
  const accepted = { by: "person", days: [{ per_day: 1000, per_hour: 100 }, { per_day: 2500 }] };
  expect(JSON.parse((await run("status hello --json")).stdout)).toMatchObject([
    { recipients: null, ramp: accepted },
  ]);
  await run("tick");
  await run("tick", DUE);
  const status = await run("status hello", DUE);
  expect(status.stdout).not.toContain("paused");
  expect(status.stdout).toMatch(/last reader +Wed, 2 Dec 2026, 12:/);
  expect(JSON.parse((await run("status hello --json", DUE)).stdout)).toMatchObject([
    { recipients: 2001, ramp: accepted },
  ]);
  expect(sandbox.inbox.count).toBeLessThanOrEqual(100);
});

test("an answer does not stand for a list that has grown to more than twice its size since", async () => {
  const { project, sandbox, run } = await desk(2001);
  expect((await run("schedule hello --ramp refuse")).exit).toBe(0);
  expect((await run("status hello")).stdout).not.toMatch(/^ +ramp/m);
  const rows = Array.from({ length: 2100 }, (_, index) => `more${index}@a.example,active`);
  await project.write("more.csv", `${["email,status", ...rows].join("\n")}\n`);
  await run("subscribers import more.csv --unstated active");
  for (const now of [NOW, DUE, DUE, DUE + 3 * HOUR]) await run("tick", now);
  const status = await run("status hello", DUE + 3 * HOUR);
  expect(status.stdout).toContain("paused (ramp)");
  expect(status.stdout).toContain("4,101 readers");
  expect(sandbox.inbox.count).toBe(0);
  await run("approve hello --ramp refuse", DUE + 3 * HOUR);
  await run("tick", DUE + 3 * HOUR);
  expect((await run("status hello", DUE + 3 * HOUR)).stdout).toContain("paused (wave)");
});
