import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { isOver } from "#src/app/schedule/send-time.ts";
import { atMost } from "#src/app/sends/at-most.ts";
import { dueInWords } from "#src/app/sends/due-in-words.ts";
import { readTime } from "#src/app/sends/read-time.ts";
import type { App } from "#src/app/open-app.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";

interface ScheduleHere {
  /** The digest of the email whose plan the person has confirmed. */
  readonly digest: string;
  /** `file` takes the time of the file, `now` this moment; else a wall clock such as `2026-12-01 09:00`. */
  readonly when: string;
  readonly ramp?: RampAnswer | undefined;
  /** Rules that the person forces, having confirmed each by its name. */
  readonly force: readonly string[];
}

type ScheduledHere =
  | { readonly kind: "scheduled"; readonly words: string }
  /** The file was saved after the plan was shown. */
  | { readonly kind: "changed" }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

/** Schedules an issue because a person confirmed its plan in the studio. Throws `usage/invalid` if the time is past or cannot be read. */
export async function scheduleHere(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  { digest, when, ramp, force }: ScheduleHere,
): Promise<ScheduledHere> {
  const { ledger } = app;
  const now = ledger.clock.now();
  const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
  const at =
    when === "file"
      ? null
      : when === "now"
        ? { dueAt: now, wallLocal: null, zone, local: null }
        : readTime(when, zone);
  if (at !== null && when !== "now" && isOver(at, now)) {
    const hint = "Choose a time in the future, or send it now.";
    throw new LetterpressError("usage/invalid", `Expected a time in the future, got ${when}.`, { hint });
  }
  const by = when === "now" ? "send" : "schedule";
  const composed = await composeIssue(project, parsed, { now, ledger, by });
  if (composed.email !== null && composed.email.digest !== digest) return { kind: "changed" };
  const answer = ramp === undefined ? {} : { ramp };
  const outcome = await scheduleIssue(app, project, parsed, {
    by: "person",
    at,
    composed,
    ...answer,
    ...(force.length > 0 && { force: { rules: force, by: app.person } }),
  });
  if (outcome.kind === "refused") {
    const findings = outcome.findings.filter(({ severity }) => severity === "error");
    return { kind: "refused", findings };
  }
  const { change, send } = outcome;
  const { slug } = parsed.source;
  if (change === "started")
    throw new LetterpressError("send/wrong-state", `The send of ${slug} has started; it is ${send.state}.`, {
      slug,
    });
  const words = `${slug} ${send.state === "paused" ? `is paused (${send.reason})` : "is scheduled"} for ${dueInWords(send)}. It goes to ${await atMost(ledger, send)}.`;
  return { kind: "scheduled", words };
}
