import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { audienceRows } from "./audience-rows.ts";
import { deliveryRows } from "./delivery-rows.ts";
import { overruledRows } from "./overruled-rows.ts";
import type { PlanPlace } from "./plan-place.ts";
import { sizeInWords } from "./size-in-words.ts";
import { tally } from "./tally.ts";
import { testRow } from "./test-rows.ts";
import { whenRow } from "./when-rows.ts";

/**
 * "What will happen", in rows of a name and a value of one line or more: what readers get, when, who gets it and who does not, and what
 * was overruled. The terminal and the studio show the same. `now` is ms UTC.
 */
export function planRows(slug: string, plan: IssuePlan, place: PlanPlace, now: number): [string, string][] {
  const { composed, bytes, time, audience, delivery, sinceTest } = plan;
  const { email, issue, findings } = composed;
  const rows: [string, string][] = [];
  if (email !== null) {
    const subject = joinParts(email.subject, ({ tag }) => email.tags[tag]?.source ?? "");
    rows.push(["subject", subject], ["preview", previewOf(issue, email)], ["from", email.from]);
  }
  const zone = time?.zone ?? issue?.timezone ?? "UTC";
  if (issue !== null) {
    const span = { firstAt: delivery?.firstAt ?? null, lastAt: delivery?.lastAt ?? null };
    rows.push(whenRow(place.zone, time, span, now));
  }
  if (audience !== null) rows.push(...audienceRows(audience));
  if (delivery !== null && delivery.recipients > 0) rows.push(...deliveryRows(delivery, zone));
  if (email !== null && bytes !== null)
    rows.push(["size", sizeInWords(bytes)], ["digest", email.digest.slice(0, 12)]);
  rows.push(...overruledRows(findings, zone), ["findings", tally(findings)]);
  if (sinceTest !== null) rows.push(testRow(place, slug, sinceTest, zone));
  return rows;
}

function previewOf(
  issue: IssuePlan["composed"]["issue"],
  { tags }: NonNullable<IssuePlan["composed"]["email"]>,
): string {
  return replaceTokens(issue?.previewText ?? "", (tag) => tags[tag]?.source ?? "");
}
