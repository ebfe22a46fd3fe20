import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import { htmlBytes } from "#src/model/email.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Io } from "#src/cli/io.ts";
import { counts, kilobytes, printTable } from "#src/cli/print/print.ts";
import { tally } from "#src/cli/print/print-findings.ts";
import { deliveryRows } from "./delivery-rows.ts";

/** What would happen: subject, when (in the newsletter's zone and in UTC), to whom, how large. */
export function printPlan(io: Io, { composed, time, audience, delivery }: IssuePlan, now: number): void {
  const { email, issue, findings } = composed;
  const rows: string[][] = [];
  if (email !== null) {
    const subject = joinParts(email.subject, ({ tag }) => email.tags[tag]?.source ?? "");
    rows.push(["subject", subject], ["from", email.from]);
  }
  if (time !== null) rows.push(["when", whenOf(time, now)]);
  else if (issue !== null) rows.push(["when", "no time in the file"]);
  if (audience !== null) {
    rows.push(
      ["list", audience.list],
      ...(audience.segment === null ? [] : [["segment", audience.segment]]),
      ["recipients", audience.recipients.toLocaleString("en")],
      ["left out", counts(audience.exclusions, ", ") || "nobody"],
      ...audience.parts.map((part) => [
        "a part for",
        `${part.segment}: ${part.recipients.toLocaleString("en")}`,
      ]),
      ...(audience.pending === 0 ? [] : [["pending", pendingOf(audience.pending)]]),
    );
  }
  const zone = time?.zone ?? issue?.timezone ?? "UTC";
  if (delivery !== null && delivery.recipients > 0) rows.push(...deliveryRows(delivery, zone));
  if (email !== null) rows.push(["HTML", kilobytes(htmlBytes(email))], ["digest", email.digest.slice(0, 12)]);
  rows.push(["findings", tally(findings)]);
  printTable(io, rows, []);
}

/** Beside the books: planning looks at nobody who has not confirmed, and right after an import that may be everybody. */
function pendingOf(n: number): string {
  return `${n.toLocaleString("en")}: have not confirmed, or their file did not say; import it with \`--unstated active\` when you answer for them`;
}

function whenOf({ dueAt, zone, local }: NonNullable<IssuePlan["time"]>, now: number): string {
  const utc = `${new Date(dueAt).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const past = dueAt < now ? ", which is past" : "";
  if (local !== null)
    return `${local.local.replace("T", " ")} in each reader's own zone; the first from ${utc}${past}`;
  return `${instantInWords(dueAt, zone)}, ${utc}${past}`;
}
