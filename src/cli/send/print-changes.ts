import { type ScheduleChange, aboutTime } from "#src/app/schedule/read-schedule.ts";
import { pauseHint } from "#src/model/states.ts";
import type { Io } from "#src/cli/io.ts";
import { overruledRows } from "#src/app/sends/overruled-rows.ts";
import { print, printRows, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { dueInWords } from "#src/app/sends/due-in-words.ts";

/** Prints what a reading of the files changed in the schedule, with the findings of the issues that it refused. */
export function printChanges(
  io: Io,
  changes: readonly ScheduleChange[],
  texts: ReadonlyMap<string, string>,
): void {
  for (const { slug, change, send, findings } of changes) {
    print(io, `${style(io.stdout, "strong", slug)}  ${wordsOf(slug, change, send)}`);
    const told = findings.filter((finding) => finding.severity === "error" || aboutTime(finding));
    if (told.length > 0) printFindings(io, told, texts);
    if (send !== null) printRows(io, overruledRows(findings, send.zone));
  }
}

function wordsOf(slug: string, change: ScheduleChange["change"], send: ScheduleChange["send"]): string {
  if (send !== null && change === "waits") return `waits. ${send.note ?? ""} Next: ${pauseHint(send, slug)}`;
  if (send === null || !AT.has(change)) return WORDS[change];
  return send.state === "paused"
    ? `was changed and its send has taken that in, but stays paused (${send.reason})`
    : `${WORDS[change]} for ${dueInWords(send)}`;
}

const AT: ReadonlySet<ScheduleChange["change"]> = new Set(["scheduled", "again", "moved", "edited"]);

const WORDS: Readonly<Record<ScheduleChange["change"], string>> = {
  scheduled: "is scheduled",
  again: "is scheduled again, with the text it had",
  moved: "is rescheduled",
  edited: "was edited and is scheduled with its new text",
  waits: "waits for a person",
  asks: "waits for an answer",
  unscheduled: "is no longer scheduled",
  missed: "is not sent: its time had passed when it was first seen",
  refused: "is not scheduled",
  held: "has errors now; its send waits until they are fixed",
  kept: "has errors now; it goes out as it was approved, because its own text and images are unchanged",
  older: "stays as it is: its file is of a commit that does not come after the one it was scheduled from",
  failed: "could not be read into the schedule; the next pass tries again",
  renamed: "was renamed; it keeps its history",
};
