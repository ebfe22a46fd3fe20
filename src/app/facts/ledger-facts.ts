import { createHash } from "node:crypto";
import { HOUR_MS } from "#src/model/durations.ts";
import { type Email, attributesUsed } from "#src/model/email.ts";
import { type Facts, type ReaderFacts, known } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Segment } from "#src/model/segment.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import { type ReadersAsked, readerFacts } from "#src/store/audience/reader-facts.ts";
import { readersByZone } from "#src/store/audience/readers-by-zone.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findComposition, saveComposition } from "#src/store/issues/compositions.ts";

interface LedgerAsked {
  readonly email: Email;
  readonly issue: Issue;
  /** The issue's segment; null for the whole list. */
  readonly segment: Segment | null;
  /** ms UTC. */
  readonly now: number;
  /** Whether numbers of the last hour are good enough: they are for the job, which asks every minute and perhaps for weeks. */
  readonly mayBeKept: boolean;
}

/** Gathers what the ledger alone knows. Apart from `gatherFacts`, so that `check` need not load the code that speaks SQL. */
export async function ledgerFacts(
  ledger: Ledger,
  asked: LedgerAsked,
): Promise<Pick<Facts, "readers" | "pastLocalTime">> {
  const { email, issue, now } = asked;
  return {
    readers: known(await (asked.mayBeKept ? keptReaders : countReaders)(ledger, asked)),
    pastLocalTime: known(await countPastLocalTime(ledger, email.list, issue.sendAt, now)),
  };
}

const KEPT_MS = HOUR_MS;

interface Kept {
  /** ms UTC. */
  readonly at: number;
  readonly facts: ReaderFacts;
}

/**
 * Returns numbers of the last hour if the ledger has them, else counts and keeps them. They are kept among the
 * compositions, by a hash of what they depend on, and forgotten in the same way when nobody asks for them.
 */
async function keptReaders(ledger: Ledger, asked: LedgerAsked): Promise<ReaderFacts> {
  const { email, segment, now } = asked;
  // Without a segment, attributes and parts it is one count, which costs less than keeping the result.
  if (segment === null && attributesUsed(email).length === 0 && (email.asked ?? []).length === 0)
    return countReaders(ledger, asked);
  const inputs = createHash("sha256")
    .update(JSON.stringify(["readers", email.list, segment, attributesUsed(email), email.asked ?? []]))
    .digest("hex");
  const row = await findComposition(ledger.db, inputs, now);
  const kept = row === undefined ? null : (JSON.parse(row.body) as Kept);
  if (kept !== null && kept.at <= now && now - kept.at < KEPT_MS) return kept.facts;
  const facts = await countReaders(ledger, asked);
  const body = JSON.stringify({ at: now, facts } satisfies Kept);
  await saveComposition(ledger.db, { inputs, version: "", body, used_at: now });
  return facts;
}

function countReaders(
  ledger: Ledger,
  { email, segment, now }: Pick<LedgerAsked, "email" | "segment" | "now">,
): Promise<ReaderFacts> {
  const where = (rule: Segment) => segmentWhere(rule, ledger.dialect, now);
  return readerFacts(ledger, {
    list: email.list,
    segment: segment === null ? null : where(segment),
    attributes: attributesUsed(email),
    parts: (email.asked ?? []).map(({ rule }) => where(rule)),
  } satisfies ReadersAsked);
}

/**
 * Counts for how many readers of a send by local time it is past. Null for other sends, and before
 * the first morning on earth: only between that one and the last are there both kinds of readers.
 */
async function countPastLocalTime(
  ledger: Ledger,
  list: string,
  sendAt: Issue["sendAt"],
  now: number,
): Promise<{ readers: number; past: number } | null> {
  if (sendAt?.kind !== "local" || sendAt.at > now) return null;
  const zones = await readersByZone(ledger.db, list, now);
  const past = zones.filter(
    ({ timezone }) => nearestInstant({ local: sendAt.local, zone: timezone ?? sendAt.zone }) <= now,
  );
  const sum = (of: typeof zones) => of.reduce((total, { readers }) => total + readers, 0);
  return { readers: sum(zones), past: sum(past) };
}
