import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";

/** Who gets an issue and who does not, and why. */
export function audienceRows(audience: NonNullable<IssuePlan["audience"]>): [string, string][] {
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

/** Stands beside the books: planning ignores readers who have not confirmed, and right after an import that may be everybody. */
function pendingOf(n: number): string {
  return `${n.toLocaleString("en")}: have not confirmed, or their imported file did not say whether they had; if you answer for their consent, import it again with \`--unstated active\``;
}
