import { stat } from "node:fs/promises";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { addReaders, tempFolder } from "../helpers/temp-ledger.ts";

test("a large log is put back by a thread, not by the next commit", async () => {
  const root = await tempFolder();
  await using ledger = await openLedger({
    url: "sqlite:ledger.db",
    root,
    destination: "sandbox",
    suppressionKey: null,
    clock: { now: Date.now },
    create: true,
  });
  const logBytes = async () => (await stat(join(root, "ledger.db-wal"))).size;
  const leftByCommits = async () => {
    const { rows } = await sql<{ wal_autocheckpoint: number }>`pragma wal_autocheckpoint`.execute(ledger.db);
    return rows[0]?.wal_autocheckpoint;
  };
  await addReaders(ledger, 1);
  expect(await leftByCommits()).toBe(4_000);
  // As another process leaves it that has just rewritten the file.
  const other = new BetterSqlite(join(root, "ledger.db"));
  other.pragma("wal_autocheckpoint = 0");
  other.exec("create table ballast as select zeroblob(80000000) as bytes; drop table ballast");
  expect(await logBytes()).toBeGreaterThan(64 * 2 ** 20);

  await sql`update meta set value = value`.execute(ledger.db);
  expect(await leftByCommits()).toBe(0);
  await vi.waitFor(async () => expect(await logBytes()).toBeLessThan(2 ** 20), 60_000);
  other.close();

  await sql`update meta set value = value`.execute(ledger.db);
  expect(await leftByCommits()).toBe(4_000);
});
