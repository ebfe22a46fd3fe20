import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { aboutTime } from "#src/app/schedule/read-schedule.ts";
import { isOver } from "#src/app/schedule/send-time.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { pauseHint } from "#src/model/states.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { overruledRows } from "#src/app/sends/overruled-rows.ts";
import { print, printNote, printRows, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { withApp } from "#src/cli/with-app.ts";
import { atMost } from "#src/app/sends/at-most.ts";
import { dueInWords } from "#src/app/sends/due-in-words.ts";
import { askForce, refuseForce, refuseOther } from "./forced.ts";
import type { ScheduleOptions } from "./options.ts";
import { readTime } from "#src/app/sends/read-time.ts";
import { scheduleForPerson } from "./schedule-for-person.ts";

/** Has the ledger send an issue at its `send_at`, or at `--at`. Exit code 1 if a finding keeps it from that, 3 if it is paused. */
export async function schedule(named: string, options: ScheduleOptions, io: Io): Promise<number> {
  refuseForce(options);
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, named);
  // A person may name its file; the commands that are printed need the slug.
  const { slug } = parsed.source;
  const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
  const at = options.at === undefined ? null : readTime(options.at, zone);
  return withApp({ ...options, mails: true }, io, async (app) => {
    // A time that is past would be found late by the next pass, or mail everybody at once, which only `send` asks about.
    if (at !== null && isOver(at, app.ledger.clock.now()))
      throw new LetterpressError(
        "usage/invalid",
        `Expected --at to be a time in the future, got ${options.at}.`,
        {
          hint: `Write a time in the future, or run \`letterpress send ${slug}\` to send it now.`,
        },
      );
    const texts = textsOf(project, options.segment);
    const composed = await composeIssue(project, parsed, {
      now: app.clock.now(),
      ledger: app.ledger,
      by: "schedule",
      world: await worldWithKey(options, io, app.config),
    });
    refuseOther(slug, composed, options);
    for (const line of notChecked(composed)) printNote(io, style(io.stderr, "quiet", line));
    const force = await askForce({ app, slug, composed, texts }, options, io);
    const wish = { ...options, at, composed, force };
    const scheduled = await scheduleForPerson({ app, project, parsed }, wish, io);
    if (scheduled === null) return 1;
    const { change, send, findings } = scheduled;
    printFindings(io, findings.filter(aboutTime), texts);
    if (send.state === "paused") {
      printNote(io, `${slug} is still paused (${send.reason}). ${send.note ?? ""}`.trim());
      printNote(io, `Next: ${pauseHint(send, slug)}`);
      return 3;
    }
    print(
      io,
      `${style(io.stdout, "strong", slug)} ${change === "unchanged" ? "was already scheduled" : "is scheduled"} for ${dueInWords(send)}.`,
    );
    print(
      io,
      `It goes to ${await atMost(app.ledger, send)}. A running \`letterpress serve\`, or \`letterpress tick\`, sends it then; \`letterpress plan ${slug}\` shows to whom.`,
    );
    printRows(io, overruledRows(findings, send.zone));
    return 0;
  });
}
