import { describe, expect, test } from "vitest";
import { startDue } from "#src/send/start-due.ts";
import { takeCounted, takeSpaced } from "#src/store/database/counters.ts";
import { highWater, takeTurn } from "#src/store/database/limiter.ts";
import { LONGEST_BACKOFF_MS, nextBatch } from "#src/store/sends/batches.ts";
import { takeReconcileTurn } from "#src/store/sends/reconcile.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const NOW = Date.UTC(2026, 11, 1, 9);
const HOUR_MS = 3_600_000;
const LEASE_MS = 90_000;

describe.each(DIALECTS)("on %s", (dialect) => {
  test("what a clock that was ahead wrote keeps no batch from being posted, and a lease that may be real does", async () => {
    const clock = testClock(NOW);
    const ledger = await tempLedger({ dialect, clock });
    await addReaders(ledger, 1);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    // A process of its own plans, by the machine's clock.
    await ledger.db.updateTable("sends").set({ planned_at: NOW }).execute();
    const { id } = await ledger.db.selectFrom("sends").select("id").executeTakeFirstOrThrow();
    /** Whether its one batch, with these columns, may be posted at `now`. */
    const isFree = async (batch: object, now = NOW): Promise<boolean> => {
      const plain = { attempts: 0, not_before: 0, lease_token: null, lease_until: null };
      await ledger.db
        .updateTable("batches")
        .set({ ...plain, ...batch })
        .execute();
      const who = { now, leaseMs: LEASE_MS, apiKey: "key" };
      return (await nextBatch(ledger.db, dialect, id, who)) !== undefined;
    };
    const later = NOW + 48 * HOUR_MS;
    expect(await isFree({})).toBe(true);

    // A wait before a repeat is never longer than the longest one; a first post may be planned for any day.
    expect(await isFree({ attempts: 1, not_before: later })).toBe(true);
    expect(await isFree({ attempts: 1, not_before: NOW + LONGEST_BACKOFF_MS })).toBe(false);
    expect(await isFree({ attempts: 0, not_before: later })).toBe(false);

    // What was due when its send was planned is due, though the clock has gone back behind both since.
    expect(await isFree({ not_before: NOW }, NOW - HOUR_MS)).toBe(true);
    expect(await isFree({ not_before: NOW + 1 }, NOW - HOUR_MS)).toBe(false);

    // Posted under another API key: its patience begins at a time that has not come yet.
    const other = { api_key: "another", first_post_at: NOW, attempts: 1 };
    expect(await isFree({ ...other, last_post_at: later })).toBe(true);
    expect(await isFree({ ...other, last_post_at: NOW })).toBe(false);
    await ledger.db.updateTable("batches").set({ api_key: null, first_post_at: null }).execute();

    const lease = (ms: number) => ({ lease_token: "other:1:x", lease_until: NOW + ms });
    expect(await isFree(lease(2 * LEASE_MS + 1))).toBe(true);
    expect(await isFree(lease(2 * LEASE_MS))).toBe(false);
    expect(await isFree(lease(LEASE_MS))).toBe(false);
  });

  test("the latest time a ledger has seen does not go back with the clock", async () => {
    const { db } = await tempLedger({ dialect });
    await takeTurn(db, dialect, "default", NOW);
    expect(await takeTurn(db, dialect, "default", NOW - HOUR_MS)).toHaveProperty("turn");
    expect(await highWater(db, "default", NOW - HOUR_MS)).toBe(NOW);
  });

  test("Resend's list is read again, though a clock that was ahead read it last", async () => {
    const { db } = await tempLedger({ dialect });
    const take = (now: number) => takeReconcileTurn(db, now, HOUR_MS);
    expect([await take(NOW), await take(NOW + 1), await take(NOW + 365 * 24 * HOUR_MS)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([await take(NOW + 2), await take(NOW + 3)]).toEqual([true, false]);
  });

  test("a count that began in the future begins again, and one of this window goes on", async () => {
    const { db } = await tempLedger({ dialect });
    const take = (now: number) => takeCounted(db, "network:x", { most: 2, windowMs: HOUR_MS, now });
    expect([await take(NOW), await take(NOW), await take(NOW)]).toEqual([true, true, false]);
    expect(await take(NOW - HOUR_MS)).toBe(false);
    const back = NOW - HOUR_MS - 1;
    expect([await take(back), await take(back), await take(back)]).toEqual([true, true, false]);
  });

  test("a mailbox to which a clock ahead sent a mail gets its next one, and never more than it may get", async () => {
    const { db } = await tempLedger({ dialect });
    const day = 24 * HOUR_MS;
    const take = (now: number) => takeSpaced(db, "mailbox:x", { most: 3, apartMs: day, now });
    expect(await take(NOW + 365 * day)).toBe(true);
    expect([await take(NOW), await take(NOW)]).toEqual([true, false]);
    // Back by no more than the distance itself: the clocks of two machines may differ, and the mail may just have left.
    expect(await take(NOW - day)).toBe(false);
    expect(await take(NOW - day - 1)).toBe(true);
    expect([await take(NOW), await take(NOW + 2 * day)]).toEqual([false, false]);
  });

  test("the turn to look through Resend's list does not wait for the time of a clock ahead", async () => {
    const { db } = await tempLedger({ dialect });
    const take = (now: number) => takeReconcileTurn(db, now, HOUR_MS);
    expect([await take(NOW), await take(NOW), await take(NOW - HOUR_MS)]).toEqual([true, false, false]);
    expect([await take(NOW - HOUR_MS - 1), await take(NOW - HOUR_MS - 1)]).toEqual([true, false]);
  });
});
