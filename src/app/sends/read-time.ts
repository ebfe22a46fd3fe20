import type { SendTime } from "#src/app/schedule/send-time.ts";
import { readSendAt } from "#src/issue/front-matter/read-send-at.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";
import { LetterpressError } from "#src/model/errors.ts";

/**
 * A time on the command line, read as `send_at` of a file is: `2026-12-01 09:00` in `zone`, or ISO with an offset.
 * Throws `usage/invalid`, also for `local` and `next`, which only a file can ask for.
 */
export function readTime(text: string, zone: string): SendTime {
  const source = text.trim();
  const hint = `Write --at "2026-12-01 09:00" (${zone}) or --at "2026-12-01T09:00-05:00".`;
  if (source === "next" || source.endsWith("local")) {
    const message = `Expected --at to be one time for everybody, got ${source}.`;
    const more = "`next` and `local` belong in the file's send_at.";
    throw new LetterpressError("usage/invalid", message, { hint: `${hint} ${more}` });
  }
  const report = sourceReporter("--at", source);
  const time = readSendAt(source, { zone, slot: null, at: 0 }, report);
  const [finding] = report.findings;
  if (finding !== undefined || time === null || time.kind === "next") {
    const chooses = finding?.rule === "send-at/gap" || finding?.rule === "send-at/ambiguous";
    throw new LetterpressError("usage/invalid", finding?.message ?? `Expected a time, found ${source}.`, {
      hint: chooses && finding.hint !== null ? finding.hint : hint,
    });
  }
  return { dueAt: time.at, wallLocal: time.kind === "wall" ? time.local : null, zone, local: null };
}
