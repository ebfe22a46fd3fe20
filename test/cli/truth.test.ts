import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import BetterSqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { main } from "#src/cli/main.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, type Result, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READY = issue(["draft: false", "send_at: 2026-12-01 09:00"], "Hello, here is the letter.");
const MINUTE = 60_000;
/** Nine in New York on the first of December. */
const DUE = Date.UTC(2026, 11, 1, 14);

/** A newsletter through Resend, which is the sandbox here; `env` may be changed. */
async function newsletter(readers = 3, text = READY) {
  const sandbox = await startSandbox({ switches: { rate_limit: 200 } });
  onTestFinished(() => sandbox.close());
  const rows = Array.from({ length: readers }, (_, n) => `reader${n}@a.example,active`);
  const project = await tempProject({
    [FILE]: text,
    "readers.csv": `email,status\n${rows.join("\n")}\n`,
  });
  const env: Record<string, string> = {
    ...REAL_ENV,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.apiKey,
  };
  let ahead = NOW - Date.now();
  const clock = { now: () => Date.now() + ahead };
  const run = (line: string, { watches = false } = {}) =>
    project.run(line.split(" "), { env, clock, watches });
  await run("migrate");
  if (readers > 0) await run("subscribers import readers.csv --unstated active");
  return { project, sandbox, env, run, advance: (ms: number) => (ahead += ms) };
}

test("a command that is printed can be typed: it keeps --sandbox and --project, and npx", async () => {
  const project = await tempProject({ [`a b/${FILE}`]: READY });
  for (const part of ["newsletter.config.ts", "templates"])
    await cp(project.path(part), project.path("a b", part), { recursive: true });
  const { stdout } = await project.run(["--sandbox", "--project", "a b", "schedule", "hello"]);
  expect(stdout).toContain("`letterpress plan hello --sandbox --project 'a b'` shows to whom");
  const wrong = await project.run(["resume", "hello", "--sandbox", "--project", "a b"], {
    env: { npm_lifecycle_event: "npx" },
  });
  expect(wrong.stderr).toContain("`npx letterpress status hello --sandbox --project 'a b'`");
  const checked = await project.run(["plan", "hello", "--sandbox", "--project", "a b"]);
  expect(checked.stdout).not.toMatch(/letterpress check[^`]*--sandbox/);
});

/** The sandbox as a command, until the test is over. Resolves with its address. */
async function sandboxCommand(
  project: TempProject,
  ...args: string[]
): Promise<{ url: string; stop: () => Promise<Result> }> {
  const stop = new AbortController();
  const running = project.run(["sandbox", ...args], { signal: stop.signal });
  const place = async () =>
    JSON.parse(await readFile(project.path(".letterpress/sandbox.json"), "utf8")) as { url: string };
  const { url } = await expect
    .poll(() => place().catch(() => null))
    .not.toBeNull()
    .then(place);
  const end = () => {
    stop.abort();
    return running;
  };
  onTestFinished(async () => void (await end()));
  return { url, stop: end };
}

test("--sandbox finds the sandbox of its project at whatever port, and a test mail reaches it", async () => {
  const project = await tempProject({ [FILE]: READY });
  const { url, stop } = await sandboxCommand(project, "--port", "0");
  const tested = await project.run(["test", "hello", "--to", "me@a.example", "--sandbox"], {
    clock: { now: Date.now },
  });
  expect(tested.stdout).toContain("1 test of hello handed to the sandbox");
  const inbox = await fetch(`${url}/_sandbox/inbox`);
  expect(JSON.stringify(await inbox.json())).toContain("[TEST]");
  expect((await stat(project.path(".letterpress/sandbox.json"))).mode & 0o077).toBe(0);
  expect((await stop()).stdout).toContain("Letterpress finds it with --sandbox.");
  await expect(stat(project.path(".letterpress/sandbox.json"))).rejects.toThrow("ENOENT");
});

test("a sandbox that died leaves nothing that is believed, and one outside of a project says where it is looked for", async () => {
  const project = await tempProject({ [FILE]: READY });
  const dead = { url: "http://127.0.0.1:9", pid: 2 ** 30 };
  await project.write(".letterpress/sandbox.json", JSON.stringify(dead));
  const tested = await project.run(["test", "hello", "--to", "me@a.example", "--sandbox"]);
  // Somebody on this machine may be at work with `dev` or `sandbox`, of whatever version.
  expect(tested.output).toMatch(
    /(?:looked for|The sandbox) at http:\/\/127\.0\.0\.1:4401|handed to the sandbox/,
  );
  const stop = AbortSignal.abort();
  const outside = await project.run(["sandbox", "--port", "0", "--project", "templates"], { signal: stop });
  expect(outside.stdout).toContain("--sandbox finds it at port 4401 only");
});

test("a test mail that could not be handed over is withdrawn: no later pass mails it", async () => {
  const { sandbox, env, run } = await newsletter();
  const gone = await startSandbox();
  await gone.close();
  for (const wrong of [
    { RESEND_API_KEY: "re_mistyped" },
    { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: gone.url },
  ]) {
    Object.assign(env, wrong);
    const line = "test hello --to me@a.example --as reader0@a.example";
    const { exit, stdout } = await run(line);
    expect(stdout).toContain("0 of 1 test handed to Resend: 1 withdrawn.");
    expect(stdout).toContain("`letterpress doctor` says");
    expect(stdout).toContain(`\`letterpress ${line}\` tries again`);
    expect(exit).toBe(3);
  }
  env["RESEND_BASE_URL"] = sandbox.url;
  expect((await run("tick")).exit).toBe(0);
  expect(sandbox.inbox.count).toBe(0);
  sandbox.switches.faults = [
    { kind: "reset", when: "after", times: 1 },
    { kind: "error", status: 422, times: 1 },
  ];
  const doubtful = await run("test hello --to me@a.example");
  expect(doubtful.stdout).toContain("0 of 1 test handed to Resend: 1 uncertain.");
  expect(doubtful.exit).toBe(4);
});

test("a send that ends paused says what ends the pause; a tick that is paused again says so, with its exit code", async () => {
  const { sandbox, env, run } = await newsletter(250);
  env["RESEND_API_KEY"] = "re_mistyped";
  const sent = await run("send hello --yes --no-wave");
  expect(sent.exit).toBe(3);
  expect(sent.stdout).toMatch(/hello is paused: 250 planned\.\n.*API key/);
  expect(sent.stdout).toMatch(/Next: `letterpress doctor`[^]*`letterpress resume hello`/);
  expect(sent.stdout).not.toContain("letterpress tick");
  // Nothing was accepted, whatever was tried.
  expect(sent.stderr).not.toMatch(/[1-9]\d*%/);
  // Nothing to do until a person resumes it.
  const idle = await run("tick");
  expect(idle.stdout).toContain("Nothing was due and nothing has changed.");
  expect(idle.exit).toBe(0);
  expect((await run("resume hello")).stdout).toContain("hello continues. 250 readers still wait for it");
  const again = await run("tick");
  expect(again.stdout).toMatch(/hello is paused: 250 planned\.\n.*API key[^]*Next: `letterpress doctor`/);
  expect(again.stdout).not.toContain("Nothing was due");
  expect(again.exit).toBe(3);
  env["RESEND_API_KEY"] = sandbox.apiKey;
  await run("resume hello");
  const done = await run("tick");
  expect(done.stdout).toContain("hello is submitted.");
  expect(done.exit).toBe(0);
});

test("a pause inside a tick is named and is its exit code: a quota, an empty list, a send that is late", async () => {
  const { sandbox, run, advance } = await newsletter(150);
  expect((await run("tick")).exit).toBe(0);
  sandbox.switches.daily_quota = 100;
  advance(DUE - NOW);
  const quota = await run("tick");
  expect(quota.stdout).toMatch(/^hello is paused: 150 planned\.\nDaily quota too small: needs 150/m);
  expect(quota.stdout).not.toContain("hello is planned");
  expect(quota.exit).toBe(3);

  const nobody = await newsletter(0);
  await nobody.run("subscribers add ada@a.example --pending");
  await nobody.run("tick");
  nobody.advance(DUE - NOW);
  const empty = await nobody.run("tick");
  expect(empty.stdout).toContain("Nobody would get it: no reader of weekly is active (1 pending).");
  expect(empty.stdout).toMatch(/Next: `letterpress subscribers count`[^]*`letterpress resume hello`/);
  expect(empty.exit).toBe(3);

  const slept = await newsletter();
  await slept.run("tick");
  slept.advance(DUE - NOW + 120 * MINUTE);
  const late = await slept.run("tick");
  expect(late.stdout).toMatch(
    /hello is paused[^]*nothing was running[^]*`letterpress resume hello` sends it now/,
  );
  expect(late.exit).toBe(3);
});

test("the status of an issue speaks of its latest send, also where one before it was due later", async () => {
  const { run } = await newsletter();
  await run("tick");
  await run("cancel hello");
  await run("send hello --yes");
  const { stdout } = await run("status hello");
  expect(stdout).toMatch(/^hello {2}submitted\n[^]*^hello {2}canceled\n/m);
  expect(stdout).toContain("Next: `letterpress report hello`");
  expect(stdout).not.toContain("`letterpress send hello`");
});

test("a tick that gives up on an answer says so, with its exit code, and the next one goes on", async () => {
  const { sandbox, run, advance } = await newsletter();
  await run("tick");
  advance(DUE - NOW);
  sandbox.switches.faults = [{ kind: "rate_limit", retry_after: 600 }];
  const tried = await run("tick");
  expect(tried.stdout).toMatch(
    /^hello is submitting: 3 planned\.\nResend answered 429[^]*Next: `letterpress tick`/m,
  );
  expect(tried.exit).toBe(3);
  sandbox.switches.faults = [];
  advance(11 * MINUTE);
  const done = await run("tick");
  expect(done.stdout).toContain("hello is submitted.");
  expect(done.exit).toBe(0);
});

test("serve logs each pause once, with what ends it", async () => {
  const { project, env, run } = await newsletter();
  env["RESEND_API_KEY"] = "re_mistyped";
  await run("send hello --yes");
  const stop = new AbortController();
  let logged = "";
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  const clock = { now: () => NOW + 60 * MINUTE };
  const io = {
    stdout,
    stderr: stdout,
    stdin: process.stdin,
    env,
    cwd: project.root,
    clock,
    signal: stop.signal,
  };
  const args = ["serve", "--port", "0", "--host", "127.0.0.1", "--every", "* * * * * *", "--log", "json"];
  const serving = main(args, io);
  await expect.poll(() => logged).toContain("send.paused");
  stop.abort();
  expect(await serving).toBe(0);
  const lines = logged.split("\n").filter((line) => line.includes("send.paused"));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      level: "warn",
      slug: "hello",
      reason: "auth",
      next: expect.stringContaining("`letterpress resume hello`"),
    },
  ]);
});

test("a port that is taken is named with the option that chooses another", async () => {
  const project = await tempProject();
  const other = await startSandbox();
  onTestFinished(() => other.close());
  const { port } = new URL(other.url);
  const { exit, stderr } = await project.run(["dev", "--port", "0", "--sandbox-port", port]);
  expect(stderr).toMatch(new RegExp(`Port ${port} is in use[^]*--sandbox-port`));
  expect(exit).toBe(2);
});

test("a quota that Resend calls used up says when it renews", async () => {
  const { sandbox, env, run } = await newsletter(150);
  // A key that may only send cannot be asked before the send begins.
  env["RESEND_API_KEY"] = sandbox.sendingKey;
  sandbox.switches.daily_quota = 100;
  const sent = await run("send hello --yes --no-wave");
  expect(sent.stdout).toContain("daily_quota_exceeded");
  expect(sent.stdout).toContain("It renews Tue, 24 Nov 2026, 19:00 (America/New_York).");
  expect(sent.stdout).toContain("hello is paused: 50 planned, 100 submitted.");
  expect(sent.exit).toBe(3);
});

test("progress counts what was accepted, and not what was tried", async () => {
  const { sandbox, run } = await newsletter(250);
  sandbox.switches.faults = [{ kind: "error", status: 500, times: 2 }];
  const { stderr, exit } = await run("send hello --yes --no-wave");
  expect(stderr.match(/Accepted \d+%/g)).toEqual(["Accepted 40%", "Accepted 80%", "Accepted 100%"]);
  expect(exit).toBe(0);
});

test("a tick shows at a terminal what was accepted, and leaves nothing of it in a log", async () => {
  const { run, advance } = await newsletter(250);
  await run("tick");
  advance(DUE - NOW + MINUTE);
  const watched = await run("tick", { watches: true });
  expect(watched.stderr).toMatch(/Accepted .* 250 of 250/);
  expect(watched.stdout).toContain("hello is");
});

test("a file restored as it was is no edit", async () => {
  const { project, run } = await newsletter();
  await run("tick");
  await project.write(FILE, READY.replace("draft: false", "draft: false\ntemplate: nowhere"));
  const held = await run("tick");
  expect(held.stdout).toContain("has errors now");
  expect(held.stdout).toContain("`letterpress check hello`");
  expect(held.exit).toBe(3);
  await project.write(FILE, READY);
  const again = await run("tick");
  expect(again.stdout).toContain(
    "hello  is scheduled again, with the text it had for Tue, 1 Dec 2026, 09:00",
  );
  expect(again.stdout).not.toContain("edited");
});

test("says how many readers it concerns before anybody is counted", async () => {
  const { run } = await newsletter();
  expect((await run("schedule hello")).stdout).toContain("It goes to at most 3 readers of weekly.");
  expect((await run("status hello")).stdout).toMatch(/readers +at most 3 readers of weekly/);
  expect((await run("send hello")).stderr).toContain("This mails hello to 3 readers");
});

/** Every command that opens a ledger, as one may be typed. */
const LEDGER_COMMANDS = [
  "test hello --to a@a.example",
  "plan hello",
  "send hello --yes",
  "send hello --refused",
  "schedule hello",
  "unschedule hello",
  "approve hello",
  "approve hello --uncertain refused",
  "approve hello --ramp accept",
  "pause hello",
  "resume hello",
  "cancel hello",
  "status",
  "status --watch",
  "calendar",
  "report hello",
  "subscribers import readers.csv --yes",
  "subscribers add b@a.example",
  "subscribers count",
  "subscribers show reader0@a.example",
  "subscribers remove reader0@a.example --list weekly",
  "subscribers erase reader0@a.example --yes",
  "subscribers export",
  "suppressions list",
  "suppressions add b@a.example",
  "suppressions lift b@a.example --yes",
  "suppressions import readers.csv",
  "suppressions export",
  "serve --port 0",
  "tick",
  "migrate",
  "backup copy.db",
  "doctor",
];

test("a ledger newer than the code is refused by every command, and nothing is written", async () => {
  const { project, run } = await newsletter();
  const ledger = new BetterSqlite(project.path(".letterpress/letterpress.db"));
  onTestFinished(() => void ledger.close());
  for (const all of [false, true]) {
    if (all) ledger.exec("update kysely_migration set name = 'later-' || name");
    else ledger.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2030')");
    const before = ledger.prepare("select count(*) from subscribers").get();
    for (const line of LEDGER_COMMANDS) {
      const { exit, stderr } = await run(line);
      expect({ line, exit }).toEqual({ line, exit: 3 });
      expect(stderr).toMatch(/ledger\/newer[^]*9999-later[^]*`npm ci`/);
    }
    expect(ledger.prepare("select count(*) from subscribers").get()).toEqual(before);
  }
});

test("a damaged or emptied ledger is named with its file and the commands that bring a backup back, in order", async () => {
  for (const harm of ["damaged", "emptied"]) {
    const { project, env, run } = await newsletter();
    await run("backup backup.db");
    const file = project.path(".letterpress/letterpress.db");
    if (harm === "emptied") await truncate(file, 0);
    else
      await project.write(
        ".letterpress/letterpress.db",
        "not a database, but long enough for a header of one".repeat(9),
      );
    const { exit, stderr } = await run("status");
    expect(exit).toBe(3);
    expect(stderr).toContain(file);
    const [move = "", restore = "", then = ""] = [
      ...stderr.slice(stderr.indexOf("In this order")).matchAll(/`([^`]+)`/g),
    ].map(([, line]) => line);
    await promisify(execFile)("sh", ["-c", move], { cwd: project.root });
    const restored = await run(restore.replace("letterpress ", "").replace("FILE", "backup.db"));
    expect(restored).toMatchObject({ exit: 0 });
    expect((await run(then.replace("letterpress ", ""))).exit).toBe(0);
    expect((await project.run(["subscribers", "count"], { env })).stdout).toContain("3 subscribers");
  }
});

test("a ledger that cannot be opened is no bug in Letterpress: it is named, with what to check", async () => {
  const { project, run } = await newsletter(0);
  const folder = project.path(".letterpress/letterpress.db");
  await rm(folder);
  await mkdir(folder);
  await project.write("plain", "no folder");
  for (const url of ["sqlite:.letterpress/letterpress.db", "sqlite:plain/letterpress.db"]) {
    const env = { ...REAL_ENV, DATABASE_URL: url };
    const { exit, stderr } = await project.run(["migrate"], { env });
    expect({ url, exit }).toEqual({ url, exit: 3 });
    expect(stderr).toMatch(/ledger\/unreachable[^]*cannot be used[^]*can write to the file/);
    expect(stderr).not.toContain("bug in Letterpress");
  }
  expect((await run("status")).stderr).toContain("ledger/unreachable");
});

test("shows its version", async () => {
  const project = await tempProject();
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  expect(await project.run(["--version"])).toMatchObject({
    exit: 0,
    stdout: `letterpress ${version} (Node ${process.versions.node})\n`,
  });
});

test("under an old Node it says in one line which it needs, and what to type", async () => {
  const old = `data:text/javascript,Object.defineProperty(process, "versions", { value: { node: "20.20.2" } })`;
  const main = resolve("src/cli/letterpress.js");
  const error = await promisify(execFile)(process.execPath, ["--import", old, main, "status", "hello"]).catch(
    (failed: unknown) => failed,
  );
  expect(error).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /^Letterpress needs Node 24\.12 or newer, and this is 20\.20\.2: .*`npx letterpress status hello`.*\n$/,
    ),
  });
});

test("bash completes commands, options, their values and slugs", async () => {
  const project = await tempProject({ [FILE]: READY });
  const { stdout: script } = await project.run(["completion", "bash"]);
  await project.write("completion.bash", script);
  const complete = async (line: string): Promise<string[]> => {
    const main = resolve("src/cli/letterpress.js");
    const lines = [
      `PATH=${dirname(process.execPath)}:$PATH`,
      `letterpress() { node ${main} "$@"; }`,
      "source completion.bash",
      `COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _letterpress; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ];
    const { stdout } = await promisify(execFile)("bash", ["-c", lines.join("\n")], { cwd: project.root });
    return stdout.trim().split("\n");
  };
  expect(await complete("letterpress sched")).toEqual(["schedule"]);
  expect(await complete("letterpress subscribers exp")).toEqual(["export"]);
  expect(await complete("letterpress send hello --re")).toEqual(["--refused"]);
  expect(await complete("letterpress approve hello --uncertain ''")).toEqual(["submitted", "refused"]);
  expect(await complete("letterpress --sandbox status ''")).toEqual(["hello"]);
  expect((await project.run(["completion", "tcsh"])).exit).toBe(2);
});

test("each shell's script names every command and option that is declared", async () => {
  const project = await tempProject();
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout, exit } = await project.run(["completion", shell]);
    expect(exit).toBe(0);
    for (const word of ["schedule", "suppressions", "unstated", "webhook", "project", "completion"])
      expect(stdout).toContain(word);
  }
});
