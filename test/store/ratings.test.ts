import { expect, test } from "vitest";
import { keepRetention } from "#src/app/job/keep-retention.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { DAY_MS } from "#src/model/durations.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { ratingsOf, saveRating } from "#src/store/sends/ratings.ts";
import { DIALECTS, tempLedger, testClock } from "../helpers/temp-ledger.ts";
import { NOW, SUPPRESSION_KEY, type Seeded, seedSend } from "../track/seed.ts";

const keys = { suppressionKey: SUPPRESSION_KEY };

const rate = (ledger: Ledger, seeded: Seeded, index: number, answer: "good" | "fair" | "poor") =>
  saveRating(ledger, { sendId: seeded.sendId, subscriber: seeded.deliveries[index]?.publicId ?? "", answer });

const kept = async ({ db }: Ledger) => ({
  readers: (await db.selectFrom("ratings").select("answer").orderBy("delivery_id").execute()).map(
    ({ answer }) => answer,
  ),
  counts: Object.fromEntries(
    (await db.selectFrom("rating_counts").select(["answer", "count"]).execute()).map(({ answer, count }) => [
      answer,
      Number(count),
    ]),
  ),
});

for (const dialect of DIALECTS) {
  test(`a reader has one answer, retention and erasure make a number of it, and the sum stays (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = await tempLedger({ dialect, clock });
    const seeded = await seedSend(ledger, { count: 4 });
    const other = await seedSend(ledger, { slug: "other", count: 4 });
    expect(await Promise.all([0, 1, 2].map((n) => rate(ledger, seeded, n, "fair")))).toEqual([
      true,
      true,
      true,
    ]);
    await Promise.all((["good", "poor", "good"] as const).map((answer) => rate(ledger, seeded, 0, answer)));
    await rate(ledger, seeded, 0, "good");
    await rate(ledger, other, 3, "poor");
    const sum = { good: 1, fair: 2, poor: 0 };
    expect(await ratingsOf(ledger.db, [seeded.sendId])).toEqual(sum);
    expect(await ratingsOf(ledger.db, [seeded.sendId, other.sendId])).toEqual({ ...sum, poor: 1 });
    const shown = await showSubscriber(ledger, "reader-0@example.org", keys);
    expect(shown?.sent.map(({ issue, answer }) => [issue, answer])).toEqual([
      ["hello", "good"],
      ["other", null],
    ]);

    await eraseSubscriber(ledger, "reader-1@example.org", { ...keys, source: "test" });
    expect(await kept(ledger)).toEqual({ readers: ["good", "fair", "poor"], counts: { fair: 1 } });
    expect(await rate(ledger, seeded, 1, "poor")).toBe(false);
    expect(await ratingsOf(ledger.db, [seeded.sendId])).toEqual(sum);

    clock.advance(31 * DAY_MS);
    const retention = { address_days: 30, payload_days: 90, unmatched_hours: 72, trigger_days: 30 };
    const { signal } = new AbortController();
    await keepRetention({ ledger, config: keys, log: () => undefined }, { retention }, signal);
    expect(await kept(ledger)).toMatchObject({ readers: [] });
    expect(await ratingsOf(ledger.db, [seeded.sendId])).toEqual(sum);
    expect(await ratingsOf(ledger.db, [other.sendId])).toEqual({ good: 0, fair: 0, poor: 1 });
    // Nobody knows any more who has answered: a second answer would count twice.
    expect(await rate(ledger, seeded, 0, "poor")).toBe(false);
    expect(await ratingsOf(ledger.db, [seeded.sendId])).toEqual(sum);
  });
}
