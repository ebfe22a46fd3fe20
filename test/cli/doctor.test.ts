import { randomBytes } from "node:crypto";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { ledgerBytes, rewriteLedger } from "#src/store/retention/ledger-size.ts";
import { DIALECTS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";
import { seedSend } from "../track/seed.ts";
import { NOW, tempProject } from "./temp-project.ts";

test("doctor shows how large the ledger is and how long it keeps what, and rewrites it when asked", async () => {
  const project = await tempProject();
  await project.run(["status", "--sandbox"]);
  const path = join(project.root, ".letterpress/sandbox.db");
  const plain = await project.run(["doctor", "--sandbox"]);
  expect(plain.stdout).toMatch(/size +ok +[\d.]+ MB/);
  expect(plain.stdout).toMatch(
    /retention +ok +addresses 30 days, payloads 90 days, other mail's events 72 hours, confirmations 30 days\n/,
  );
  expect(plain.stdout).not.toContain("--compact");

  {
    await using ledger = await openLedger({
      url: `sqlite:${path}`,
      root: "/",
      suppressionKey: null,
      destination: "sandbox",
      clock: { now: Date.now },
    });
    await seedSend(ledger, { count: 2, startedAt: NOW - 40 * 86_400_000 });
    await addReaders(ledger, 5000);
    await ledger.db.deleteFrom("subscribers").where("address", "like", "reader%@readers.example").execute();
  }
  const overdue = await project.run(["doctor", "--sandbox"]);
  expect(overdue.stdout).toContain("confirmations 30 days; 1 send and 0 events are due at the next ticks");
  const compacted = await project.run(["doctor", "--compact", "--sandbox"]);
  expect(compacted.stderr).toMatch(/The ledger had ([\d.]+) MB and has ([\d.]+) MB now\./);
  const [, before, after] = /had ([\d.]+) MB and has ([\d.]+) MB/.exec(compacted.stderr) ?? [];
  expect(Number(after)).toBeLessThan(Number(before));

  const database = new BetterSqlite(path);
  database.exec("update sends set state = 'submitting'");
  database.close();
  const refused = await project.run(["doctor", "--compact", "--sandbox"]);
  expect(refused).toMatchObject({ exit: 2 });
  expect(refused.stderr).toMatch(/A send is under way[^]*run `letterpress doctor --compact --sandbox` again/);
});

for (const dialect of DIALECTS) {
  test(`a ledger that is rewritten is smaller and holds the same (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    const { db } = ledger;
    await seedSend(ledger, { count: 3 });
    const events = Array.from({ length: 400 }, (_, n) => ({
      provider_event_id: `e${n}`,
      name: "email.sent",
      at: 0,
      received_at: 0,
      // PostgreSQL would compress anything else.
      payload: randomBytes(3000).toString("base64"),
      state: 2,
    }));
    await db.insertInto("events").values(events).execute();
    const before = await ledgerBytes(ledger);
    await db.deleteFrom("events").where("id", ">", 10).execute();
    // On PostgreSQL an autovacuum that looks at the table at this moment keeps deleted rows from going.
    const rewritten = async () => {
      expect(await rewriteLedger(ledger)).toBe(true);
      return ledgerBytes(ledger);
    };
    await expect.poll(rewritten).toBeLessThan(before - 500_000);
    expect(await db.selectFrom("deliveries").select("id").execute()).toHaveLength(3);
    expect(await db.selectFrom("events").select("id").execute()).toHaveLength(10);
  });
}
