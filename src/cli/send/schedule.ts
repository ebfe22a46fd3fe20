import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { aboutTime } from "#src/app/schedule/read-schedule.ts";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import type { SendTime } from "#src/app/schedule/send-time.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { resolveWallClock } from "#src/model/wall-clock.ts";
import { dueInWords } from "./due-in-words.ts";
import { pauseHint } from "#src/model/states.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Have the ledger send an issue at its `send_at`, or at `--at`. Exit code 1 where a finding keeps it from that. */
export async function schedule(
  slug: string,
  options: GlobalOptions & {
    readonly at?: string;
    readonly segment?: string;
    readonly wave?: boolean;
    readonly ramp?: RampAnswer;
  },
  io: Io,
): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, slug);
  const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
  const at = options.at === undefined ? null : readTime(options.at, zone);
  return withApp(
    options,
    io,
    async (app) => {
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
        throw new LetterpressError(
          "send/wrong-state",
          `The send of ${slug} has started; it is ${send.state}.`,
        );
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
      print(
        io,
        `\`letterpress serve\` or \`tick\` sends it then. \`letterpress plan ${slug}\` shows to whom.`,
      );
      return 0;
    },
    { mails: true },
  );
}

/** `2026-12-01 09:00` in `zone`, or ISO with an offset. */
export function readTime(text: string, zone: string): SendTime {
  const expected = `Expected a time such as "2026-12-01 09:00" (${zone}) or "2026-12-01T09:00-05:00"`;
  const wall = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(text.trim());
  if (wall === null) {
    const offset = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/.test(text.trim());
    const dueAt = offset ? Date.parse(text.trim().replace(" ", "T")) : Number.NaN;
    if (Number.isNaN(dueAt))
      throw new LetterpressError("usage/invalid", `${expected}, got ${JSON.stringify(text)}.`);
    return { dueAt, wallLocal: null, zone, local: null };
  }
  const local = `${wall[1]}T${wall[2]}`;
  const resolved = resolve(local, zone, expected);
  if (resolved.kind === "gap") {
    throw new LetterpressError(
      "usage/invalid",
      `${text} never happens in ${zone}: the clocks jump from ${resolved.before} to ${resolved.after}.`,
      { hint: "Choose a time before or after." },
    );
  }
  if (resolved.kind === "ambiguous") {
    throw new LetterpressError(
      "usage/invalid",
      `${text} happens twice in ${zone}, at ${resolved.earlier} and at ${resolved.later}.`,
      { hint: "Name one of the two with its offset." },
    );
  }
  return { dueAt: resolved.at, wallLocal: local, zone, local: null };
}

/** 31 February has the right shape and is no date. */
function resolve(local: string, zone: string, expected: string): ReturnType<typeof resolveWallClock> {
  try {
    return resolveWallClock({ local, zone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LetterpressError("usage/invalid", `${expected}, got ${JSON.stringify(local)}.`, {
      cause: error,
    });
  }
}
