import { faultIn, INTERNAL_FAULT } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { asksForRamp, LATE_EDIT_MS, mayPause, pauseHint } from "#src/model/states.ts";
import { DUPLICATE_SLUG, type ParsedIssue, type Project } from "#src/project/load-project.ts";
import { pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import { type Scheduled, holdBrokenSend } from "#src/send/schedule/schedule-send.ts";
import { type IssueRow, endWord, findIssue } from "#src/store/issues/issues.ts";
import { type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { composeOnce } from "#src/app/compose/compose-once.ts";
import { secretsOf } from "#src/app/create-log.ts";
import { findingOf, refuseUndecided } from "#src/app/gate/refusals.ts";
import { scrub } from "#src/app/job/scrub.ts";
import type { App } from "#src/app/open-app.ts";
import { areImagesApproved, isOwnImage, isTextApproved } from "./is-text-approved.ts";
import { findRename } from "./find-rename.ts";
import { readOlder } from "./read-older.ts";
import { scheduleIssue } from "./schedule-issue.ts";
import { seeFile } from "./see-file.ts";
import { lastMoment, sendTime, timeOf } from "./send-time.ts";
import { standingWord } from "./standing-word.ts";
import { standsAt } from "./stands-at.ts";

/** What one reading of the files changed in the ledger, or refused to. Issues that need nothing are left out. */
export interface ScheduleChange {
  readonly slug: string;
  readonly change:
    | Exclude<Scheduled["change"], "unchanged" | "started">
    | "unscheduled"
    | "missed"
    | "refused"
    | "held"
    /** The file has errors now, and the send goes out as it was approved: its own text and images have not changed. */
    | "kept"
    /** The file's commit does not come after the commit of the send: the file changes nothing. */
    | "older"
    /** Something failed that is not the fault of the file; the next reading tries again. */
    | "failed"
    | "renamed";
  readonly send: SendRow | null;
  readonly findings: readonly Finding[];
  /** Why the reading failed; absent for every other change. */
  readonly error?: unknown;
}

/**
 * Brings the ledger's schedule up to date with the files: the file proposes, the ledger decides. Only an issue that is seen
 * before its time is scheduled; what was sent, or what a person has decided about, is left alone. An issue that fails does not
 * keep back another.
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

/** Reads one issue inside a boundary of its own. */
async function readInside(app: App, project: Project, parsed: ParsedIssue): Promise<Change | null> {
  try {
    return await readOne(app, project, parsed);
  } catch (error) {
    const fault = faultIn(parsed.source.path, error);
    // An error of the ledger quotes the row that it failed on.
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
  const found = await findIssue(db, source.slug);
  const live = found && (await liveSend(db, found.id));
  // Another file has the same slug and may have a send; this file has none.
  if (found !== undefined && found.path !== source.path && isTwin(parsed))
    return changed("refused", null, parsed.findings);
  const last = live ?? (found && (await latestSend(db, found.id)));
  const isSent = last !== undefined && last.state !== "canceled" && last.planned_at !== null;
  const here = last && !isSent ? await standsAt(project.root, source.path, last) : undefined;
  if (found !== undefined && last !== undefined && here?.descent === "older")
    return readOlder(app, project, parsed, { row: found, last, here });
  const isApproved = live !== undefined && (await isTextApproved(app, live, parsed));
  const held = async (findings: readonly Finding[]): Promise<boolean> =>
    !(isApproved && !findings.some((finding) => isOwnImage(finding, source.path))) &&
    found !== undefined &&
    holdBrokenSend(app.ledger, found.id);

  if (issue === null || hasErrors(parsed.findings)) {
    if (await held(parsed.findings)) return changed("held", live ?? null, parsed.findings);
    if (isApproved) return changed("kept", live, parsed.findings);
    // Errors of the file itself are not reported here: nobody has asked for a draft to be sent. A fault of ours is reported anyway.
    const isOurs = parsed.findings.some(({ rule }) => rule === INTERNAL_FAULT);
    return isOurs ? changed("refused", live ?? null, parsed.findings) : null;
  }
  if (issue.trigger !== null) return null;
  if (isSent) return null;
  const row = found && (await seeWord(app, found, parsed));
  const word = row?.word ?? null;
  const time = await sendTime(app.ledger, issue, live);
  const compose = () => composeOnce(app, project, parsed, live?.email_digest);
  if (isApproved && live.due_at - app.clock.now() < LATE_EDIT_MS) {
    const composed = await compose();
    const isSame = composed.email?.digest === live.email_digest && time?.dueAt === live.due_at;
    if (!isSame && (await areImagesApproved(app, composed, source.path)))
      return hasErrors(composed.findings) ? changed("kept", live, composed.findings) : null;
  }
  if (issue.draft || time === null) {
    if (live?.scheduled_by === "file") {
      const taken = await unscheduleSend(app.ledger, source.slug, "file");
      return taken && changed("unscheduled", taken);
    }
    // A person has set the time of a file that names none: its text may still change.
    if (issue.draft || live === undefined) return null;
  }
  if (word === "unscheduled" || word === "canceled") return null;
  const isPast = time !== null && lastMoment(time) <= app.clock.now();
  if (live === undefined && isPast) {
    if (row === undefined) await seeFile(app.ledger, parsed);
    return changed("missed", null, [missed(issue)]);
  }
  // A time that was past when it was written moves nothing: the file asks neither to send now nor at the old time.
  if (live !== undefined && word !== "scheduled" && isPast && time.dueAt !== live.due_at) {
    const note = `Its file now says ${issue.sendAt?.source ?? ""}, which had already passed when Letterpress first saw it.`;
    if (mayPause("late", live.state)) await pauseSend(app.ledger, source.slug, "late", note);
    return changed("missed", live, [missed(issue)]);
  }
  const at = live !== undefined && (word === "scheduled" || time === null) ? timeOf(live) : null;
  const read = row && { issue: row, live };
  const outcome = await scheduleIssue(app, project, parsed, {
    by: "file",
    at,
    composed: await compose(),
    read,
    here,
  });
  if (outcome.kind === "refused") {
    if (outcome.decided) return null;
    const what = (await held(outcome.findings)) ? "held" : isApproved ? "kept" : "refused";
    return changed(what, live ?? null, outcome.findings);
  }
  const { change, send, findings } = outcome;
  if (change === "unchanged" || change === "started") return null;
  const told = findings.filter((finding) => aboutTime(finding) || finding.overruled !== undefined);
  return changed(change, send, [...told, ...undecided(issue, send)]);
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

/** The question of the ramp, reported once when the send begins to wait; `status` reports it for as long as the send waits. */
function undecided(issue: Issue, send: SendRow): readonly Finding[] {
  if (!asksForRamp(send)) return [];
  const refusal = { ...refuseUndecided(issue.slug, send.note ?? ""), hint: pauseHint(send, issue.slug) };
  return [findingOf(issue, refusal)];
}

/** Whether a finding is printed although the issue was scheduled. */
export function aboutTime({ rule, severity }: Finding): boolean {
  return severity === "warning" && rule.startsWith("schedule/");
}

/**
 * Returns the issue with a person's word only as long as its file lets the word stand. A word that is over stays so, even if
 * the file returns to the old time.
 */
async function seeWord(app: App, row: IssueRow, parsed: ParsedIssue): Promise<IssueRow> {
  const { issue, source } = parsed;
  const says = issue?.sendAt?.source ?? null;
  const known = issue?.draft === true ? row.file_send_at : row.ready_send_at;
  if ((says !== null && known !== says) || row.path !== source.path) await seeFile(app.ledger, parsed);
  return standingWord(row, issue) === row.word ? row : endWord(app.ledger.db, row);
}

function missed(issue: Issue): Finding {
  return findingOf(issue, {
    rule: "schedule/missed",
    message: `Its time, ${issue.sendAt?.source ?? ""}, had passed when it was first seen ready to send.`,
    hint: `Write a future time in \`send_at\`, or run \`letterpress send ${issue.slug}\` to send it now.`,
  });
}
