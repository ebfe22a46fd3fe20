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
 * Judge bounces that repeat. An address that only ever says "not now", in several sends in a row, is probably gone; mailing
 * it on costs the sender's reputation with everybody. It rests, gets one issue as a try, and is suppressed if that bounces,
 * too. An absence note bounces after its message was delivered, and counts for nothing. Events may come in any order: each
 * judgement reads all of them.
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
  const from = reader.bounces_from ?? 0;
  const { rests_until: restsUntil } = reader;
  const attempts = await attemptsOf(ledger.db, reader.id, { from, limit: thresholds.sends + 5 });
  if (restsUntil === null) {
    const isResting = bouncesRepeat(attempts, thresholds);
    if (isResting) judged.resting += 1;
    const rest = isResting ? { rests_until: now + thresholds.rest_days * DAY_MS } : {};
    await settleBounce(ledger.db, reader, rest);
    return;
  }
  const began = restsUntil - thresholds.rest_days * DAY_MS;
  if (attempts.some((attempt) => attempt.acceptedAt >= began && hasArrived(attempt))) {
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

/** The newest attempts, without those of which nothing is known yet, all bounced, over long enough. */
function bouncesRepeat(attempts: readonly Attempt[], { sends, days }: Thresholds): boolean {
  const isOpen = ({ arrival, bouncedAt, clicked }: Attempt) =>
    arrival === 0 && bouncedAt === null && !clicked;
  const known = attempts.findIndex((attempt) => !isOpen(attempt));
  const latest = known === -1 ? [] : attempts.slice(known, known + sends);
  const [newest] = latest;
  const oldest = latest.at(-1);
  if (latest.length < sends || newest === undefined || oldest === undefined) return false;
  if (latest.some((attempt) => attempt.bouncedAt === null || hasArrived(attempt))) return false;
  return newest.acceptedAt - oldest.acceptedAt >= days * DAY_MS;
}

function hasArrived({ arrival, clicked }: Attempt): boolean {
  return clicked || arrival === arrivalRank("delivered") || arrival === arrivalRank("complained");
}
