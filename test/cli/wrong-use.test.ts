import { createServer } from "node:net";
import { once } from "node:events";
import BetterSqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, runProcess, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";

test("runs as a process: help is quick and names every group, a wrong word is answered with the right one", async () => {
  const { root } = await tempProject();
  const [help, typo] = await Promise.all([runProcess(root, ["--help"]), runProcess(root, ["chek"])]);
  expect(help.exit).toBe(0);
  for (const word of ["Write", "Send", "Readers", "Operate", "Exit codes"])
    expect(help.stdout).toContain(word);
  expect(typo.exit).toBe(2);
  expect(typo.stderr).toContain("Did you mean check?");
});

test("stops a command that mails when there is no key, and names --sandbox", async () => {
  const project = await tempProject({ [FILE]: issue() });
  for (const args of [["tick"], ["schedule", "hello"]]) {
    const { exit, stderr } = await project.run(args);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/RESEND_API_KEY[^]*--sandbox/);
  }
});

test("creates a real ledger only by migrate, and says which ledger it is", async () => {
  const project = await tempProject();
  const missing = await project.run(["status"], { env: REAL_ENV });
  expect(missing).toMatchObject({ exit: 3 });
  expect(missing.stderr).toContain("letterpress migrate");
  const made = await project.run(["migrate"], { env: REAL_ENV });
  expect(made.output).toContain(
    "Ledger: SQLite .letterpress/letterpress.db (mails real people through Resend)",
  );
  expect(made.exit).toBe(0);
  expect(await project.run(["status"], { env: REAL_ENV })).toMatchObject({ exit: 0 });
});

test("keeps the ledger of one destination from the other", async () => {
  const project = await tempProject();
  await project.run(["subscribers", "count", "--sandbox"]);
  const { exit, stderr } = await project.run(["status"], {
    env: { ...REAL_ENV, DATABASE_URL: "sqlite:.letterpress/sandbox.db" },
  });
  expect(exit).toBe(3);
  expect(stderr).toContain("belongs to sandbox, not to resend");
});

test("makes no ledger where there is no newsletter", async () => {
  const project = await tempProject();
  const { exit, stderr } = await project.run(["status", "--sandbox", "--project", "templates"]);
  expect(exit).toBe(2);
  expect(stderr).toContain("newsletter.config.ts");
});

test("says which port is in use", async () => {
  const project = await tempProject();
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";
  for (const args of [
    ["dev", "--port", port, "--sandbox-port", "0"],
    ["sandbox", "--port", port],
  ]) {
    const { exit, stderr } = await project.run(args);
    expect(exit).toBe(2);
    expect(stderr).toContain(`Port ${port}`);
    expect(stderr).toContain("--port");
  }
  expect((await project.run(["dev", "--port", "x"])).exit).toBe(2);
});

test.each([
  ["a draft", [], /schedule\/draft/],
  ["a time that is past", ["draft: false", "send_at: 2026-11-01 09:00"], /schedule\/past/],
  ["an issue without a time", ["draft: false"], /schedule\/no-time/],
  ["an issue with an error", ["draft: false", "send_at: 2027-01-01 09:00", "template: nowhere"], /nowhere/],
])("does not schedule %s", async (_, lines, message) => {
  const project = await tempProject({ [FILE]: issue(lines) });
  const { exit, output } = await project.run(["schedule", "hello", "--sandbox"]);
  expect(output).toMatch(message);
  expect(exit).toBe(1);
});

test("schedules at another time, shows it, and takes it back", async () => {
  const project = await tempProject({ [FILE]: issue(["draft: false"]) });
  const wrong = await project.run(["schedule", "hello", "--sandbox", "--at", "tomorrow"]);
  expect(wrong).toMatchObject({ exit: 2 });
  const past = await project.run(["schedule", "hello", "--sandbox", "--at", "2026-11-24 06:50"]);
  expect(past).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("`letterpress send hello --sandbox`"),
  });
  for (const [slug, next] of [
    ["hello", "plan hello"],
    ["helo", "calendar"],
  ] as const)
    expect((await project.run(["status", slug, "--sandbox"])).stdout).toContain(
      `Next: \`letterpress ${next} --sandbox\``,
    );
  const gap = await project.run(["schedule", "hello", "--sandbox", "--at", "2027-03-14 02:30"]);
  expect(gap.stderr).toContain("2027-03-14 02:30 does not exist in America/New_York: the clocks skip it.");
  const done = await project.run(["schedule", FILE, "--sandbox", "--at", "2026-12-01 09:00"]);
  expect(done.stdout).toContain("`letterpress plan hello --sandbox`");
  expect(done.stdout).toContain("is scheduled for Tue, 1 Dec 2026, 09:00 (America/New_York)");
  const { stdout } = await project.run(["status", "--sandbox", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { slug: "hello", state: "scheduled", due_at: "2026-12-01T14:00:00.000Z" },
  ]);
  expect((await project.run(["unschedule", "hello", "--sandbox"])).exit).toBe(0);
  expect((await project.run(["unschedule", "hello", "--sandbox"])).exit).toBe(2);
});

test("imports the good rows of a CSV and reports each bad one by line", async () => {
  const project = await tempProject({
    "readers.csv": "email,first_name,status\nada@a.example,Ada,active\nnot-an-address,X,active\n",
  });
  const { exit, stdout, stderr } = await project.run([
    "subscribers",
    "import",
    "readers.csv",
    "--unstated",
    "active",
    "--list",
    "weekly",
    "--sandbox",
  ]);
  expect(stderr).toMatch(/readers\.csv:3 {2}.*not-an-address/);
  expect(stdout).toMatch(/active +1\n/);
  expect(stdout).toMatch(/refused +1\n/);
  expect(stdout).toContain("nobody was mailed");
  expect(exit).toBe(1);
  const again = await project.run([
    "subscribers",
    "import",
    "readers.csv",
    "--unstated",
    "active",
    "--list",
    "wekly",
    "--sandbox",
  ]);
  expect(again).toMatchObject({ exit: 2 });
  const add = await project.run([
    "subscribers",
    "add",
    "grace@a.example",
    "--attribute",
    "city=Lima",
    "--sandbox",
  ]);
  expect(add.stdout).toContain("grace@a.example is active on weekly (added)");
  const counted = await project.run(["subscribers", "count", "--json", "--sandbox"]);
  expect(JSON.parse(counted.stdout)).toMatchObject({ people: 2 });
});

test("doctor says that a key is wrong and that a domain is not verified", async () => {
  await using sandbox = await startSandbox({ domains: [{ name: "news.example.org", status: "pending" }] });
  const project = await tempProject();
  const env = {
    ...REAL_ENV,
    RESEND_BASE_URL: sandbox.url,
    RESEND_WEBHOOK_SECRET: `whsec_${"QUJD".repeat(8)}`,
  };
  await project.run(["migrate"], { env });
  const wrong = await project.run(["doctor"], { env });
  expect(wrong.stdout).toMatch(/key +missing +is refused/);
  expect(wrong.exit).toBe(3);
  const pending = await project.run(["doctor"], { env: { ...env, RESEND_API_KEY: sandbox.apiKey } });
  expect(pending.stdout).toMatch(/domain +missing +news\.example\.org is pending/);
  expect(pending.exit).toBe(3);
});

test("explains an unexpected failure, with its code, and ends with 3", async () => {
  const project = await tempProject();
  await project.write("out", "a file where a folder is expected");
  await project.write("issues/letter.md", issue());
  const { exit, stderr } = await project.run(["build", "--out", "out/letters"]);
  expect(exit).toBe(3);
  expect(stderr).toMatch(/unexpected failure \(ENOTDIR\)[^]*Please report/);
});

test("a database that quotes a reader's row in its complaint does not bring their address into a journal", async () => {
  const project = await tempProject();
  await project.run(["subscribers", "add", "ada@a.example", "--sandbox"]);
  const ledger = new BetterSqlite(project.path(".letterpress/sandbox.db"));
  ledger.exec(`create trigger spoilt before insert on subscribers
    begin select raise(fail, 'no room for grace@a.example'); end`);
  ledger.close();
  const { exit, stderr } = await project.run(["subscribers", "add", "grace@a.example", "--sandbox"]);
  expect(exit).toBe(3);
  expect(stderr).toContain("no room for [address]");
  expect(stderr).not.toContain("grace@");
});
