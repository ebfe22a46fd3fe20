import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { addReaders, tempFolder, tempLedger } from "../helpers/temp-ledger.ts";

test("every commit reaches the disk before it counts", async () => {
  const { db } = await tempLedger();
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
  // 2 is FULL: with NORMAL a power cut takes back the last commits, and with them the keys of batches that were posted.
  expect(rows).toEqual([{ synchronous: 2 }]);
});

test("what is deleted leaves no bytes behind in the file", async () => {
  const root = await tempFolder();
  const ledger = await openLedger({
    url: "sqlite:ledger.db",
    root,
    destination: "sandbox",
    suppressionKey: null,
    clock: { now: Date.now },
    create: true,
  });
  const bytes = async () => readFile(join(root, "ledger.db"), "latin1");
  try {
    await addReaders(ledger, 40);
    await sql`pragma wal_checkpoint(truncate)`.execute(ledger.db);
    expect(await bytes()).toContain("reader17@readers.example");
    await sql`delete from list_members`.execute(ledger.db);
    await sql`delete from subscribers`.execute(ledger.db);
  } finally {
    await ledger[Symbol.asyncDispose]();
  }
  expect(await bytes()).not.toContain("@readers.example");
});
