import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, tempProject } from "./temp-project.ts";

const MINUTE = 60_000;

test("a tick sends what it can, names the send that could not start, and ends with its failure", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const letter = (sendAt: string) =>
    issue(["draft: false", `send_at: 2026-11-24 ${sendAt}`], "Hello, here is the letter.");
  const project = await tempProject({
    "issues/2026-11-24-first.md": letter("07:20"),
    "issues/2026-11-24-second.md": letter("07:25"),
    "readers.csv": "email,status\nada@a.example,active\n",
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const run = (now: number, ...args: string[]) => {
    // A clock that goes on: the pace waits for its next turn by it.
    const began = Date.now();
    return project.run(args, { env, clock: { now: () => now + Date.now() - began } });
  };
  await run(NOW, "migrate");
  await run(NOW, "subscribers", "import", "readers.csv", "--unstated", "active");
  expect((await run(NOW, "tick")).exit).toBe(0);
  const database = new Database(project.path(".letterpress", "letterpress.db"));
  onTestFinished(() => void database.close());
  database.exec(`create trigger no_room before insert on deliveries
    when new.send_id = (select min(id) from sends) begin select raise(abort, 'no room for deliveries'); end`);
  const tick = await run(NOW + 30 * MINUTE, "tick");
  expect(tick.exit).toBe(3);
  expect(tick.stdout).toMatch(/^first could not start; the next pass tries again\.$/m);
  expect(tick.stderr).toContain("no room for deliveries");
  expect(sandbox.inbox.count).toBe(1);
  database.exec("drop trigger no_room");
  expect((await run(NOW + 31 * MINUTE, "tick")).exit).toBe(0);
  expect(sandbox.inbox.count).toBe(2);
});
