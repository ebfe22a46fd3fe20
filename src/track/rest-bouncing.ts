import { DAY_MS } from "#src/model/durations.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { arrivalRank } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type Attempt, attemptsOf, bouncingReaders, settleBounce } from "#src/store/readers/bounces.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import type { SubscriberRow } from "#src/store/readers/subscribers.ts";
import { suppress } from "#src/store/readers/suppressions.ts";

type Thresholds = Newsletter["bounces"];

/** Readers judged in one transaction. */
const STEP = 50;

/** How many readers began to rest, were found to be back, or were suppressed. */
export interface Judged {
  resting: number;
  back: number;
  suppressed: number;
}

/**
 * Judges bounces that repeat. An address that answers several sends in a row with nothing but "not now" is probably gone, and
 * mailing it further costs the sender's reputation with everybody. It rests, then gets one issue as a try, and is suppressed if
 * that bounces, too. An absence note bounces after its message was delivered, and counts for nothing. Events may come in any
 * order, because each judgement reads all of them.
 */
export async function restBouncing(ledger: Ledger, thresholds: Thresholds): Promise<Judged> {
  const judged: Judged = { resting: 0, back: 0, suppressed: 0 };
  const now = ledger.clock.now();
  for (let after = 0; ;) {
    const readers = await bouncingReaders(ledger.db, { after, limit: STEP, now });
    const last = readers.at(-1);
    if (last === undefined) return judged;
    after = last.id;
    for (const reader of readers) await judge(ledger, reader, thresholds, judged);
  }
}

async function judge(
  ledger: Ledger,
  reader: SubscriberRow,
  thresholds: Thresholds,
  judged: Judged,
): Promise<void> {
  const now = ledger.clock.now();
  const { rests_until: restsUntil } = reader;
  const attempts = await latestAttempts(ledger, reader, thresholds);
  if (restsUntil === null) {
    const isResting = bouncesRepeat(attempts, thresholds);
    if (isResting) judged.resting += 1;
    const rest = isResting ? { rests_until: now + thresholds.rest_days * DAY_MS } : {};
    await settleBounce(ledger.db, reader, rest);
    return;
  }
  const began = restsUntil - thresholds.rest_days * DAY_MS;
  // A click or a delivery may be reported late: then there was no reason to rest.
  const reasons = attempts.filter(({ acceptedAt }) => acceptedAt < began).slice(0, thresholds.sends);
  const since = attempts.filter(({ acceptedAt }) => acceptedAt >= began);
  if ([...since, ...reasons].some(hasArrived)) {
    judged.back += 1;
    await settleBounce(ledger.db, reader, { rests_until: null });
    return;
  }
  const tries = attempts.filter(({ acceptedAt }) => acceptedAt >= restsUntil);
  const failed = tries.find(({ bouncedAt }) => bouncedAt !== null);
  if (failed === undefined) {
    await settleBounce(ledger.db, reader, {});
    return;
  }
  judged.suppressed += 1;
  await ledger.db.transaction().execute(async (db) => {
    const said = { addressKey: reader.address_key, at: failed.bouncedAt ?? now, source: "webhook" };
    await suppress(db, { ...said, reason: "bounced_repeatedly" });
    const evidence = { repeatedly: attempts.filter((one) => one.bouncedAt !== null).map(({ slug }) => slug) };
    await recordConsent(db, { ...said, subscriberId: reader.id, list: null, act: "bounced", evidence });
    await settleBounce(db, reader, { rests_until: null });
  });
}

/** Reads as many of the newest attempts as a judgement needs: if issues come every day, two weeks hold more than three. */
async function latestAttempts(
  { db }: Ledger,
  { id, bounces_from: from }: SubscriberRow,
  thresholds: Thresholds,
): Promise<readonly Attempt[]> {
  for (let limit = thresholds.sends + 5; ; limit *= 4) {
    const attempts = await attemptsOf(db, id, { from: from ?? 0, limit });
    const isAll = attempts.length < limit;
    if (isAll || endOfRow(attempts) < limit || bouncesRepeat(attempts, thresholds)) return attempts;
  }
}

/** Whether the newest attempts of which anything is known have all bounced: at least `sends` of them, over at least `days`. */
function bouncesRepeat(attempts: readonly Attempt[], { sends, days }: Thresholds): boolean {
  const row = attempts.slice(firstKnown(attempts), endOfRow(attempts));
  const [newest] = row;
  const oldest = row.at(-1);
  if (row.length < sends || newest === undefined || oldest === undefined) return false;
  // Counted in whole days: the letter of every Tuesday at nine may leave some seconds early, or an hour when clocks change.
  return Math.round((newest.acceptedAt - oldest.acceptedAt) / DAY_MS) >= days;
}

function firstKnown(attempts: readonly Attempt[]): number {
  const first = attempts.findIndex(
    ({ arrival, bouncedAt, clicked }) => arrival !== 0 || bouncedAt !== null || clicked,
  );
  return first === -1 ? attempts.length : first;
}

/** Index at which the newest bounces in a row end: the first attempt after them that arrived, or of which nothing is known. */
function endOfRow(attempts: readonly Attempt[]): number {
  const first = firstKnown(attempts);
  const end = attempts.findIndex(
    (attempt, index) => index >= first && (attempt.bouncedAt === null || hasArrived(attempt)),
  );
  return end === -1 ? attempts.length : end;
}

function hasArrived({ arrival, clicked }: Attempt): boolean {
  return clicked || arrival === arrivalRank("delivered") || arrival === arrivalRank("complained");
}
