import { expect, test } from "vitest";
import Database from "better-sqlite3";
import { join } from "node:path";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { scrubErased } from "#src/audience/scrub-erased.ts";
import { compactLedger } from "#src/store/readers/compact-ledger.ts";
import { waitingErasures } from "#src/store/readers/erase.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { SUPPRESSION_KEY, addReaders, tempFolder, testClock } from "../helpers/temp-ledger.ts";

test("while another process has the lock, what is erased stays erased, and the file is rewritten later", async () => {
  const folder = await tempFolder();
  const clock = testClock();
  const options = {
    url: "sqlite:ledger.db",
    root: folder,
    destination: "sandbox",
    suppressionKey: null,
    create: true,
  } as const;
  await using ledger = await openLedger({ ...options, clock, patienceMs: 30 });
  await addReaders(ledger, 1);
  const reader = new Database(join(folder, "ledger.db"), { readonly: true });
  reader.exec("begin");
  reader.prepare("select count(*) from subscribers").get();
  const by = { suppressionKey: SUPPRESSION_KEY, source: "test" };
  expect(await eraseSubscriber(ledger, "reader1@readers.example", by)).toMatchObject({ compacted: false });
  reader.close();
  clock.advance(10 * 60_000);
  const elsewhere = new Database(join(folder, "ledger.db"));
  elsewhere.exec("begin immediate");
  // What an erasure ends with, and what a worker does between two batches.
  expect(await compactLedger(ledger)).toBe(false);
  expect(await scrubErased(ledger)).toBe(0);
  expect((await waitingErasures(ledger.db, clock.now())).file).toBe(true);
  elsewhere.exec("commit");
  elsewhere.close();
  await scrubErased(ledger);
  expect((await waitingErasures(ledger.db, Infinity)).file).toBe(false);
});
