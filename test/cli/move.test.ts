import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { tempDatabase } from "../helpers/temp-ledger.ts";
import { issue, REAL_ENV, type TempProject, tempProject } from "./temp-project.ts";

/** A newsletter with three readers that mails through Resend, which is the sandbox here. */
async function newsletter(): Promise<{
  readonly project: TempProject;
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
}> {
  const sandbox = await startSandbox({ switches: { rate_limit: 200 } });
  onTestFinished(() => sandbox.close());
  const folder = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false"], "Hello, here is the letter."),
    "readers.csv": "email,status\nada@a.example,active\ngrace@a.example,active\nlinus@a.example,active\n",
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  // The sandbox lives in the present, and what it accepted is compared with it.
  const clock = { now: Date.now };
  const project: TempProject = {
    ...folder,
    run: (args, options) => folder.run(args, { clock, ...options }),
  };
  await project.run(["migrate"], { env });
  await project.run(["subscribers", "import", "readers.csv", "--unstated", "active"], { env });
  return { project, sandbox, env };
}

test("moves a ledger to PostgreSQL: the new one sends, the old one refuses everything and says where it went", async () => {
  const { project, sandbox, env } = await newsletter();
  const there = { ...env, DATABASE_URL: await tempDatabase() };
  const old = "sqlite:.letterpress/letterpress.db";
  // A person who forgets DATABASE_URL would move a ledger into itself.
  const itself = await project.run(["migrate", "--from", old], { env });
  expect(itself.exit).toBe(2);
  expect(itself.stderr).toMatch(/both name SQLite [^]*DATABASE_URL/);
  const moved = await project.run(["migrate", "--from", old], { env: there });
  expect(moved.output).toMatch(/subscribers +3 +[0-9a-f]{16}/);
  expect(moved.exit).toBe(0);

  const refused = await project.run(["send", "hello", "--yes"], { env });
  expect(refused.exit).toBe(3);
  expect(refused.stderr).toMatch(
    /ledger\/moved.*moved to PostgreSQL postgres:\/\/127\.0\.0\.1[^]*DATABASE_URL/,
  );
  expect(refused.stderr).not.toContain("postgres:test@");

  expect((await project.run(["migrate", "--from", old], { env: there })).stderr).toContain(
    "ledger/not-empty",
  );
  const back = await project.run(["migrate", "--from", there.DATABASE_URL], { env });
  expect(back.exit).toBe(2);
  expect(back.stderr).toContain("Expected --from to be sqlite:PATH, got one that starts with postgres.");
  expect((await project.run(["send", "hello", "--yes"], { env: there })).exit).toBe(0);
  expect(sandbox.inbox.countsByAddress().size).toBe(3);
});

test("brings a backup back in which a finished send waits, finds it at Resend, and mails nobody", async () => {
  const { project, sandbox, env } = await newsletter();
  const file = join(project.root, "monday.backup");
  const scheduled = await project.run(["schedule", "hello", "--at", "2099-01-01 09:00"], { env });
  expect(scheduled.exit).toBe(0);
  const backup = await project.run(["backup", file], { env });
  expect(backup.output).toContain("read back and complete");
  expect((await project.run(["send", "hello", "--yes"], { env })).exit).toBe(0);
  expect(sandbox.inbox.countsByAddress().size).toBe(3);

  const target = { ...env, DATABASE_URL: "sqlite:.letterpress/restored.db" };
  expect((await project.run(["restore", file], { env })).stderr).toContain("ledger/not-empty");
  const restored = await project.run(["restore", file], { env: target });
  expect(restored.output).toContain("1 send wait");
  expect(restored.exit).toBe(0);
  await project.run(["tick"], { env: target });
  const status = await project.run(["status", "hello"], { env: target });
  expect(status.stdout).toMatch(/paused \(restored\)/);

  const sending = { ...target, RESEND_API_KEY: sandbox.sendingKey };
  const blind = await project.run(["resume", "hello"], { env: sending });
  expect(blind.stderr).toMatch(/send\/not-compared[^]*full access[^]*--anyway/);
  const resumed = await project.run(["resume", "hello"], { env: target });
  expect(resumed.exit).toBe(2);
  expect(resumed.stderr).toMatch(/send\/already-accepted[^]*cancel/);
  await project.run(["tick"], { env: target });
  expect([...sandbox.inbox.countsByAddress().values()]).toEqual([1, 1, 1]);
});
