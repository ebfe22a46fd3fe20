import { aboutTime } from "#src/app/schedule/read-schedule.ts";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { dueInWords } from "./due-in-words.ts";
import { readTime } from "./read-time.ts";
import { pauseHint } from "#src/model/states.ts";
import type { Io } from "#src/cli/io.ts";
import type { ScheduleOptions } from "./options.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Have the ledger send an issue at its `send_at`, or at `--at`. Exit code 1 where a finding keeps it from that. */
export async function schedule(slug: string, options: ScheduleOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, slug);
  const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
  const at = options.at === undefined ? null : readTime(options.at, zone);
  return withApp({ ...options, mails: true }, io, async (app) => {
    const outcome = await scheduleIssue(app, project, parsed, {
      by: "person",
      at,
      ...(options.wave === false ? { wave: false } : {}),
      ...(options.segment === undefined ? {} : { segment: options.segment }),
      ...(options.ramp === undefined ? {} : { ramp: options.ramp }),
    });
    if (outcome.kind === "refused") {
      const errors = outcome.findings.filter(({ severity }) => severity === "error");
      printFindings(io, errors, textsOf(project, options.segment));
      printNote(io, `${slug} is not scheduled: ${count(errors.length, "error")} to fix.`);
      return 1;
    }
    const { change, send } = outcome;
    const when = dueInWords(send);
    if (change === "started") {
      throw new LetterpressError("send/wrong-state", `The send of ${slug} has started; it is ${send.state}.`);
    }
    printFindings(io, outcome.findings.filter(aboutTime), textsOf(project, options.segment));
    if (send.state === "paused") {
      printNote(io, `${slug} is still paused (${send.reason}). ${send.note ?? ""}`.trim());
      printNote(io, `Next: ${pauseHint(send, slug)}`);
      return 3;
    }
    print(
      io,
      `${style(io.stdout, "strong", slug)} ${change === "unchanged" ? "was already scheduled" : "is scheduled"} for ${when}.`,
    );
    print(io, `\`letterpress serve\` or \`tick\` sends it then. \`letterpress plan ${slug}\` shows to whom.`);
    return 0;
  });
}
