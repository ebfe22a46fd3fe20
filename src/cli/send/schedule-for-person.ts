import type { App } from "#src/app/open-app.ts";
import { type ScheduleWish, scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { Scheduled } from "#src/send/schedule/schedule-send.ts";
import type { Io } from "#src/cli/io.ts";
import { textsOf } from "#src/cli/open-project.ts";
import { count, printNote } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { forceHint } from "./forced.ts";

/**
 * Schedules an issue because a person asks for it. Null if findings keep it from being scheduled; they are printed. Throws
 * `send/wrong-state` if its send has started.
 */
export async function scheduleForPerson(
  { app, project, parsed }: { readonly app: App; readonly project: Project; readonly parsed: ParsedIssue },
  wish: Omit<ScheduleWish, "by">,
  io: Io,
  command: "schedule" | "send" = "schedule",
): Promise<(Scheduled & { readonly findings: readonly Finding[] }) | null> {
  const { slug } = parsed.source;
  const outcome = await scheduleIssue(app, project, parsed, { ...wish, by: "person" });
  if (outcome.kind === "refused") {
    const errors = outcome.findings.filter(({ severity }) => severity === "error");
    printFindings(io, errors, textsOf(project, wish.segment));
    printNote(io, `${slug} is not scheduled: ${count(errors.length, "error")} to fix.`);
    const email = wish.composed?.email ?? null;
    const hint = forceHint(slug, { email, findings: outcome.findings }, command);
    if (hint !== null) printNote(io, hint);
    return null;
  }
  const { change, send } = outcome;
  if (change !== "started") return outcome;
  throw new LetterpressError("send/wrong-state", `The send of ${slug} has started; it is ${send.state}.`, {
    slug,
  });
}
