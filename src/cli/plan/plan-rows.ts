import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import type { Io } from "#src/cli/io.ts";
import { tally } from "#src/cli/print/print-findings.ts";
import { deliveryRows } from "./delivery-rows.ts";
import { overruledRows } from "./overruled-rows.ts";
import { sizeInWords } from "./size-in-words.ts";
import { testRow } from "./test-rows.ts";
import { whenRow } from "./when-rows.ts";

/** What readers get, when, who gets it and who does not, and what was overruled, as rows of a table. */
export function planRows(io: Io, slug: string, plan: IssuePlan, now: number): [string, string][] {
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
    rows.push(whenRow(io, time, span, now));
  }
  if (audience !== null) rows.push(...audienceRows(audience));
  if (delivery !== null && delivery.recipients > 0) rows.push(...deliveryRows(delivery, zone));
  if (email !== null && bytes !== null)
    rows.push(["size", sizeInWords(bytes)], ["digest", email.digest.slice(0, 12)]);
  rows.push(...overruledRows(findings, zone), ["findings", tally(findings)]);
  if (sinceTest !== null) rows.push(testRow(io, slug, sinceTest, zone));
  return rows;
}

function previewOf(
  issue: IssuePlan["composed"]["issue"],
  { tags }: NonNullable<IssuePlan["composed"]["email"]>,
): string {
  return replaceTokens(issue?.previewText ?? "", (tag) => tags[tag]?.source ?? "");
}

function audienceRows(audience: NonNullable<IssuePlan["audience"]>): [string, string][] {
  const { list, segment, candidates, recipients, exclusions, parts, pending } = audience;
  const left = Object.entries(exclusions).filter(([, n]) => n > 0);
  const of = left.length === 0 ? "" : ` of ${candidates.toLocaleString("en")}`;
  return [
    ["list", list],
    ...(segment === null ? [] : [["segment", segment] as [string, string]]),
    ["recipients", recipients.toLocaleString("en") + of],
    [
      "left out",
      left.map(([why, n]) => `${n.toLocaleString("en")} ${WHY[why as keyof typeof exclusions]}`).join("\n") ||
        "nobody",
    ],
    ...parts.map((part): [string, string] => [
      "a part for",
      `${part.segment}: ${part.recipients.toLocaleString("en")}`,
    ]),
    ...(pending === 0 ? [] : [["pending", pendingOf(pending)] as [string, string]]),
  ];
}

/** Why readers are left out, as `status` and `report` name it, and what that means. */
const WHY: Readonly<Record<keyof NonNullable<IssuePlan["audience"]>["exclusions"], string>> = {
  suppressed: "suppressed: their address bounced, they complained, or asked never to be mailed",
  received: "received: they have it already",
  uncertain: "uncertain: they may have it already",
  paused: "paused: they asked for a pause",
  resting: "resting: their address bounced again and again",
};

/** Beside the books: planning looks at nobody who has not confirmed, and right after an import that may be everybody. */
function pendingOf(n: number): string {
  return `${n.toLocaleString("en")}: have not confirmed, or their file did not say; import it with \`--unstated active\` when you answer for them`;
}
