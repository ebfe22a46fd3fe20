import { type Email, attributesUsed } from "#src/model/email.ts";
import { type Facts, known } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import { attributeGaps } from "#src/store/audience/attribute-gaps.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readersByZone } from "#src/store/audience/readers-by-zone.ts";

/** What the ledger alone knows. Apart from `gatherFacts`, so that `check` need not load what speaks SQL. */
export async function ledgerFacts(
  ledger: Ledger,
  { email, issue, now }: { readonly email: Email; readonly issue: Issue; readonly now: number },
): Promise<Pick<Facts, "gaps" | "pastLocalTime">> {
  return {
    gaps: known(await attributeGaps(ledger, email.list, attributesUsed(email))),
    pastLocalTime: known(await countPastLocalTime(ledger, email.list, issue.sendAt, now)),
  };
}

/** Only in the day between the first morning on earth and the last one are there both kinds of readers. */
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
