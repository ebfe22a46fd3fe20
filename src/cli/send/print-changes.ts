import { type ScheduleChange, aboutTime } from "#src/app/schedule/read-schedule.ts";
import { dueInWords } from "./due-in-words.ts";
import type { Io } from "#src/cli/io.ts";
import { print, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";

/** What a reading of the files changed in the schedule, with the findings of what it refused. */
export function printChanges(
  io: Io,
  changes: readonly ScheduleChange[],
  texts: ReadonlyMap<string, string>,
): void {
  for (const { slug, change, send, findings } of changes) {
    print(io, `${style(io.stdout, "strong", slug)}  ${wordsOf(change, send)}`);
    const told = findings.filter((finding) => finding.severity === "error" || aboutTime(finding));
    if (told.length > 0) printFindings(io, told, texts);
  }
}

function wordsOf(change: ScheduleChange["change"], send: ScheduleChange["send"]): string {
  if (change === "waits" && send?.reason === "restored") return RESTORED;
  if (send === null || !AT.has(change)) return WORDS[change];
  return send.state === "paused"
    ? `was changed and its send has taken that in, but stays paused (${send.reason})`
    : `${WORDS[change]} for ${dueInWords(send)}`;
}

const RESTORED = "may have been sent after the backup was made, and waits: `letterpress resume` asks Resend";

const AT: ReadonlySet<ScheduleChange["change"]> = new Set(["scheduled", "moved", "edited"]);

const WORDS: Readonly<Record<ScheduleChange["change"], string>> = {
  scheduled: "is scheduled",
  moved: "is scheduled anew",
  edited: "was edited and is scheduled with its new text",
  waits: "was edited shortly before its time and waits: look at it, then `letterpress approve`",
  asks: "waits for an answer, and is not sent before it has one",
  unscheduled: "is not scheduled any more",
  missed: "is not sent: its time was past when it was first seen",
  refused: "is not scheduled",
  held: "has errors now; its send waits until they are mended",
  renamed: "was renamed; it keeps its history",
};
