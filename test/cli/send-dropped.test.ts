import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { REAL_ENV, issue, tempProject } from "./temp-project.ts";

test("offers an issue again to those whom Resend's quota kept from it, and asks before it mails", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false"]),
    "readers.csv": "email,status\nada@a.example,active\ngrace@a.example,active\n",
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  // Two batches: the second waits its turn, by a clock that moves.
  const run = (...args: string[]) => project.run(args, { env, clock: { now: Date.now } });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  expect((await run("send", "hello", "--dropped")).stderr).toContain("it was never scheduled");
  await run("send", "hello", "--yes");
  const nobody = await run("send", "hello", "--dropped");
  expect(nobody).toMatchObject({ exit: 0, stdout: expect.stringContaining("There is nobody") as string });
  await using ledger = await openLedger({
    url: "sqlite:.letterpress/letterpress.db",
    root: project.root,
    destination: "resend",
    suppressionKey: null,
    clock: { now: Date.now },
  });
  const drop = async (address: string) => {
    const deliveries = ledger.db.updateTable("deliveries").set({ arrival: 4 });
    await deliveries.where("address", "=", address).execute();
  };
  await drop("ada@a.example");

  const asked = await run("send", "hello", "--dropped");
  expect(asked).toMatchObject({ exit: 2 });
  expect(asked.stderr).toContain("This mails hello to 1 reader whom Resend's quota kept from it before.");
  expect(sandbox.inbox.count).toBe(2);
  expect((await run("send", "hello", "--dropped", "--refused")).exit).toBe(2);
  expect((await run("send", "hello", "--dropped", "--segment", "email:a*")).exit).toBe(2);
  // The quota that kept it from them has no room for them yet.
  sandbox.switches.daily_quota = 2;
  const short = await run("send", "hello", "--dropped", "--yes");
  expect(short).toMatchObject({ exit: 3 });
  expect(short.stdout).toContain("Daily quota too small: needs 1 in one day, has 0 left.");
  expect(sandbox.inbox.count).toBe(2);
  sandbox.switches.daily_quota = null;
  await run("resume", "hello");
  expect((await run("tick")).stdout).toContain("is submitted.");
  expect(sandbox.inbox.countsByAddress().get("ada@a.example")).toBe(2);

  await drop("grace@a.example");
  const sent = await run("send", "hello", "--dropped", "--yes");
  expect(sent).toMatchObject({ exit: 0, stdout: expect.stringContaining("1 submitted now") as string });
  expect(sandbox.inbox.countsByAddress().get("grace@a.example")).toBe(2);
  expect((await run("send", "hello", "--dropped", "--yes")).stdout).toContain("There is nobody");
});
