import { faultIn, INTERNAL_FAULT } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { asksForRamp, LATE_EDIT_MS, mayPause, pauseHint } from "#src/model/states.ts";
import { DUPLICATE_SLUG, type ParsedIssue, type Project } from "#src/project/load-project.ts";
import { pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import { type Scheduled, holdBrokenSend } from "#src/send/schedule-send.ts";
import { type IssueRow, decideIssue, findIssue } from "#src/store/issues/issues.ts";
import { type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { composeOnce } from "#src/app/compose/compose-once.ts";
import { secretsOf } from "#src/app/create-log.ts";
import { scrub } from "#src/app/job/scrub.ts";
import type { App } from "#src/app/open-app.ts";
import { areImagesApproved, isOwnImage, isTextApproved } from "./is-text-approved.ts";
import { findRename } from "./find-rename.ts";
import { findingOf, refuseUndecided, scheduleIssue } from "./schedule-issue.ts";
import { seeFile } from "./see-file.ts";
import { type SendTime, lastMoment, sendTime } from "./send-time.ts";

/** What one reading of the files changed in the ledger, or refused to. Issues that need nothing are left out. */
export interface ScheduleChange {
  readonly slug: string;
  readonly change:
    | Exclude<Scheduled["change"], "unchanged" | "started">
    | "unscheduled"
    | "missed"
    | "refused"
    | "held"
    /** It has errors now, and goes out as it was approved: its own text and images are what they were. */
    | "kept"
    /** Something failed that is no fault of its file; the next reading tries again. */
    | "failed"
    | "renamed";
  readonly send: SendRow | null;
  readonly findings: readonly Finding[];
  /** Why it failed; absent for every other change. */
  readonly error?: unknown;
}

/**
 * Bring the ledger's schedule up to date with the files: the file proposes, the ledger decides. Only what is seen
 * before its time is scheduled; what was sent, or what a person has decided about, is left alone. No issue that fails
 * keeps back another.
 */
export async function readSchedule(app: App, project: Project): Promise<ScheduleChange[]> {
  const changes: ScheduleChange[] = [];
  for (const parsed of project.issues) {
    const change = await readInside(app, project, parsed);
    if (change !== null) changes.push({ slug: parsed.source.slug, ...change });
  }
  return changes;
}

type Change = Omit<ScheduleChange, "slug">;

/** The boundary around one issue. */
async function readInside(app: App, project: Project, parsed: ParsedIssue): Promise<Change | null> {
  try {
    return await readOne(app, project, parsed);
  } catch (error) {
    const fault = faultIn(parsed.source.path, error);
    // The ledger quotes the row that it failed on.
    const finding = { ...fault, message: scrub(fault.message, secretsOf(app.config)) };
    return { ...changed("failed", null, [finding]), error };
  }
}

async function readOne(app: App, project: Project, parsed: ParsedIssue): Promise<Change | null> {
  const rename = await findRename(app, project, parsed);
  if (rename === "renamed") return changed("renamed", null);
  if (rename !== null) return changed("refused", null, [rename]);
  const { issue, source } = parsed;
  const { db } = app.ledger;
  const row = await findIssue(db, source.slug);
  const live = row && (await liveSend(db, row.id));
  // Its twin, whose slug it has taken, has a send perhaps; this file has none.
  if (row !== undefined && row.path !== source.path && isTwin(parsed))
    return changed("refused", null, parsed.findings);
  const isApproved = live !== undefined && (await isTextApproved(app, live, parsed));
  const held = async (findings: readonly Finding[]): Promise<boolean> =>
    !(isApproved && !findings.some((finding) => isOwnImage(finding, source.path))) &&
    row !== undefined &&
    holdBrokenSend(app.ledger, row.id);

  if (issue === null || hasErrors(parsed.findings)) {
    if (await held(parsed.findings)) return changed("held", live ?? null, parsed.findings);
    if (isApproved) return changed("kept", live, parsed.findings);
    // Nobody has asked for a draft to be sent, but a fault of ours is told of all the same.
    const isOurs = parsed.findings.some(({ rule }) => rule === INTERNAL_FAULT);
    return isOurs ? changed("refused", live ?? null, parsed.findings) : null;
  }
  if (issue.trigger !== null) return null;
  const last = row && (await latestSend(db, row.id));
  if (last !== undefined && last.state !== "canceled" && last.planned_at !== null) return null;
  const decision = row === undefined ? null : await standingDecision(app, row, parsed);
  const time = await sendTime(app.ledger, issue, live);
  const compose = () => composeOnce(app, project, parsed, live?.email_digest);
  if (isApproved && live.due_at - app.clock.now() < LATE_EDIT_MS) {
    const composed = await compose();
    const isSame = composed.email?.digest === live.email_digest && time?.dueAt === live.due_at;
    if (!isSame && (await areImagesApproved(app, composed, source.path)))
      return hasErrors(composed.findings) ? changed("kept", live, composed.findings) : null;
  }
  if (issue.draft || time === null) {
    if (live?.scheduled_by === "file")
      return changed("unscheduled", await unscheduleSend(app.ledger, source.slug, "file"));
    // A person's time for a file without one: its words may still change.
    if (issue.draft || live === undefined) return null;
  }
  if (decision === "unscheduled" || decision === "canceled") return null;
  const isPast = time !== null && lastMoment(time) <= app.clock.now();
  if (live === undefined && isPast) {
    if (row === undefined) await seeFile(app.ledger, parsed);
    return changed("missed", null, [missed(issue)]);
  }
  // A time that was past when it was written moves nothing: the file asks neither for now nor for the old time.
  if (live !== undefined && decision !== "scheduled" && isPast && time.dueAt !== live.due_at) {
    const note = `Its file says ${issue.sendAt?.source ?? ""} now, which was past when it was first seen.`;
    if (mayPause("late", live.state)) await pauseSend(app.ledger, source.slug, "late", note);
    return changed("missed", live, [missed(issue)]);
  }
  const at = live !== undefined && (decision === "scheduled" || time === null) ? timeOf(live) : null;
  const outcome = await scheduleIssue(app, project, parsed, { by: "file", at, composed: await compose() });
  if (outcome.kind === "refused") {
    const what = (await held(outcome.findings)) ? "held" : isApproved ? "kept" : "refused";
    return changed(what, live ?? null, outcome.findings);
  }
  const { change, send, findings } = outcome;
  if (change === "unchanged" || change === "started") return null;
  return changed(change, send, [...findings.filter(aboutTime), ...undecided(issue, send)]);
}

/** Two files have this slug: the ledger's issue is the one whose path it knows. */
function isTwin({ findings }: ParsedIssue): boolean {
  return findings.some(({ rule }) => rule === DUPLICATE_SLUG);
}

function changed(
  change: ScheduleChange["change"],
  send: SendRow | null,
  findings: readonly Finding[] = [],
): Change {
  return { change, send, findings };
}

/** Reported once, when it begins to wait; `status` reports it for as long as it does. */
function undecided(issue: Issue, send: SendRow): readonly Finding[] {
  if (!asksForRamp(send)) return [];
  const refusal = { ...refuseUndecided(issue.slug, send.note ?? ""), hint: pauseHint(send, issue.slug) };
  return [findingOf(issue, refusal)];
}

/** A finding to print although the issue was scheduled. */
export function aboutTime({ rule, severity }: Finding): boolean {
  return severity === "warning" && rule.startsWith("schedule/");
}

/** When a send that is scheduled already starts, as a person or its file decided. */
function timeOf(live: SendRow): SendTime {
  const { local } = settingsOf(live);
  return { dueAt: live.due_at, wallLocal: live.wall_local, zone: live.zone, local };
}

/**
 * A person's decision stands until the file names another time. From then on it is over, even if the file returns to
 * the old time.
 */
async function standingDecision(app: App, row: IssueRow, parsed: ParsedIssue): Promise<IssueRow["decision"]> {
  const says = parsed.issue?.sendAt?.source ?? null;
  if (row.file_send_at !== says || row.path !== parsed.source.path) await seeFile(app.ledger, parsed);
  if (row.decision === null || row.decided_for === (says ?? "")) return row.decision;
  await decideIssue(app.ledger.db, row.id, null);
  return null;
}

function missed(issue: Issue): Finding {
  return findingOf(issue, {
    rule: "schedule/missed",
    message: `Its time, ${issue.sendAt?.source ?? ""}, had passed when it was first seen ready to send.`,
    hint: `Write a future time in \`send_at\`, or run \`letterpress send ${issue.slug}\` to send it now.`,
  });
}
