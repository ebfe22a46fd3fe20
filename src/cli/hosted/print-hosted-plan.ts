import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import type { ReaderCounts } from "#src/app/contacts/count-readers.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { gmailBytes } from "#src/preflight/html/gmail-bytes.ts";
import type { Io } from "#src/cli/io.ts";
import { overruledRows } from "#src/app/sends/overruled-rows.ts";
import { sizeInWords } from "#src/app/sends/size-in-words.ts";
import { tally } from "#src/app/sends/tally.ts";
import { whenRow } from "#src/app/sends/when-rows.ts";
import { print, printRows, style } from "#src/cli/print/print.ts";
import { zoneOf } from "#src/cli/plan/zone-of.ts";

interface Shown {
  readonly composed: ComposedIssue;
  /** Null if Resend was not asked, or does not know the segment. */
  readonly readers: ReaderCounts | null;
  /** ms UTC; null if there is no time. */
  readonly dueAt: number | null;
}

/** Prints what `plan` ends with, and what `send` asks about, where subscribers live at Resend. Test mails are not remembered there. */
export function printHostedPlan(
  io: Io,
  newsletter: Newsletter,
  { composed: { issue, email, findings }, readers, dueAt }: Shown,
): void {
  const rows: [string, string][] = [];
  const source = (tag: number) => email?.tags[tag]?.source ?? "";
  const zone = issue?.timezone ?? newsletter.timezone;
  if (email !== null)
    rows.push(
      ["subject", joinParts(email.subject, ({ tag }) => source(tag))],
      ["preview", replaceTokens(issue?.previewText ?? "", source)],
      ["from", email.from],
    );
  if (dueAt !== null) {
    const time = { dueAt, zone, wallLocal: null, local: null };
    rows.push(whenRow(zoneOf(io), time, { firstAt: null, lastAt: null }, io.clock.now()));
  }
  const list = issue === null ? undefined : newsletter.lists[issue.list];
  if (list !== undefined) rows.push(["segment", list.segment ?? ""], ["topic", list.topic ?? ""]);
  if (readers !== null) rows.push(["readers", inWords(readers)]);
  if (email !== null) rows.push(["size", sizeInWords(gmailBytes(email, newsletter))]);
  rows.push(...overruledRows(findings, zone), ["findings", tally(findings)]);
  print(io, style(io.stdout, "strong", "What will happen"));
  printRows(io, rows);
}

function inWords({ at_most: most, unsubscribed, suppressed }: ReaderCounts): string {
  const left = `${unsubscribed.toLocaleString("en")} unsubscribed, ${suppressed.toLocaleString("en")} suppressed`;
  return `${most.toLocaleString("en")} at most (without ${left}; Resend also leaves out readers who left the topic)`;
}
