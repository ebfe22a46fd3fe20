import type { Finding } from "#src/model/finding.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { unscheduleSend } from "#src/send/decide-send.ts";
import { type Scheduled, holdBrokenSend } from "#src/send/schedule-send.ts";
import { type IssueRow, findIssue, renameIssue, seeIssue, sentIssues } from "#src/store/issues.ts";
import { type SendRow, latestSend, liveSend } from "#src/store/sends.ts";
import type { App } from "./open-app.ts";
import { findingOf, refuseUndecided, scheduleIssue } from "./schedule-issue.ts";
import { type SendTime, sendTime } from "./send-time.ts";

/** What one reading of the files changed in the ledger, or refused to. Issues that need nothing are left out. */
export interface ScheduleChange {
  readonly slug: string;
  readonly change:
    | Exclude<Scheduled["change"], "unchanged" | "started">
    | "unscheduled"
    | "missed"
    | "refused"
    | "held"
    | "renamed";
  readonly send: SendRow | null;
  readonly findings: readonly Finding[];
}

/**
 * Bring the ledger's schedule up to date with the files: the file proposes, the ledger decides. Only what is seen
 * before its time is scheduled; what was sent, or what a person has decided about, is left alone.
 */
export async function readSchedule(app: App, project: Project): Promise<ScheduleChange[]> {
  const changes: ScheduleChange[] = [];
  const renames = await findRenames(app, project);
  for (const parsed of project.issues) {
    const rename = renames.get(parsed.source.slug);
    const change = rename ?? (await readOne(app, project, parsed));
    if (change !== null) changes.push(change);
  }
  return changes;
}

async function readOne(app: App, project: Project, parsed: ParsedIssue): Promise<ScheduleChange | null> {
  const { issue, source } = parsed;
  const { db } = app.ledger;
  const row = await findIssue(db, source.slug);
  const live = row && (await liveSend(db, row.id));
  const changed = (
    change: ScheduleChange["change"],
    send: SendRow | null,
    findings: readonly Finding[] = [],
  ) => ({ slug: source.slug, change, send, findings });

  if (issue === null || hasErrors(parsed.findings)) {
    const held = row !== undefined && (await holdBrokenSend(app.ledger, row.id));
    return held ? changed("held", live ?? null, parsed.findings) : null;
  }
  if (issue.trigger !== null) return null;
  const last = row && (await latestSend(db, row.id));
  if (last !== undefined && last.state !== "canceled" && last.planned_at !== null) return null;
  const time = await sendTime(app.ledger, issue, live);
  if (issue.draft || time === null) {
    if (live === undefined || live.scheduled_by !== "file") return null;
    return changed("unscheduled", await unscheduleSend(app.ledger, source.slug, "file"));
  }

  const decision = row === undefined ? null : standingDecision(row, issue.sendAt?.source ?? "");
  if (decision === "unscheduled" || decision === "canceled") return null;
  const now = app.clock.now();
  if (live === undefined && time.dueAt <= now) {
    if (row === undefined)
      await seeIssue(
        db,
        { slug: source.slug, path: source.path, fileSendAt: issue.sendAt?.source ?? null },
        now,
      );
    return changed("missed", null, [missed(parsed, issue.sendAt?.source ?? "")]);
  }
  const at = decision === "scheduled" && live !== undefined ? timeOf(live) : null;
  const outcome = await scheduleIssue(app, project, parsed, { by: "file", at });
  if (outcome.kind === "refused") {
    const held = row !== undefined && (await holdBrokenSend(app.ledger, row.id));
    return changed(held ? "held" : "refused", live ?? null, outcome.findings);
  }
  return outcome.change === "unchanged" || outcome.change === "started"
    ? null
    : changed(outcome.change, outcome.send, undecided(parsed, outcome.send));
}

/** Said once, when it begins to wait; `status` says it for as long as it does. */
function undecided({ issue, source }: ParsedIssue, { reason, note }: SendRow): readonly Finding[] {
  if (issue === null || reason !== "ramp") return [];
  const hint = `Answer with \`letterpress approve ${source.slug} --ramp accept\` or \`--ramp refuse\`; \`letterpress plan ${source.slug}\` shows the ramp.`;
  return [findingOf(source.path, issue, { ...refuseUndecided(note ?? ""), hint })];
}

/** When a send that is scheduled already starts, as somebody decided. */
function timeOf(live: SendRow): SendTime {
  const { local } = JSON.parse(live.settings) as SendSettings;
  return { dueAt: live.due_at, wallLocal: live.wall_local, zone: live.zone, local };
}

/** A person's word stands until the file says another time. */
function standingDecision(row: IssueRow, fileSendAt: string): IssueRow["decision"] {
  return row.decided_for === fileSendAt ? row.decision : null;
}

/**
 * An issue that was sent and whose slug is gone from the files, while another file has its path or its subject, was
 * renamed. With `aliases:` it keeps its history; without, scheduling it would mail everybody a second time.
 */
async function findRenames(app: App, project: Project): Promise<Map<string, ScheduleChange>> {
  const renames = new Map<string, ScheduleChange>();
  const slugs = new Set(project.issues.map(({ source }) => source.slug));
  const gone = (await sentIssues(app.ledger.db)).filter(({ slug }) => !slugs.has(slug));
  if (gone.length === 0) return renames;
  for (const { issue, source } of project.issues) {
    if (issue === null || (await findIssue(app.ledger.db, source.slug)) !== undefined) continue;
    const old = gone.find(
      ({ slug, path, subject }) =>
        issue.aliases.includes(slug) || path === source.path || subject === JSON.stringify([issue.subject]),
    );
    if (old === undefined) continue;
    if (issue.aliases.includes(old.slug)) {
      await renameIssue(app.ledger.db, old.slug, source.slug);
      renames.set(source.slug, { slug: source.slug, change: "renamed", send: null, findings: [] });
      continue;
    }
    const finding: Finding = {
      rule: "schedule/renamed",
      severity: "error",
      file: source.path,
      line: issue.keyPlaces["slug"]?.line ?? null,
      column: issue.keyPlaces["slug"]?.column ?? null,
      message: `This looks like ${old.slug}, which was sent, under a new name.`,
      hint: `Write \`aliases: [${old.slug}]\` so that it stays the issue that was sent.`,
      fix: null,
    };
    renames.set(source.slug, { slug: source.slug, change: "refused", send: null, findings: [finding] });
  }
  return renames;
}

function missed({ source, issue }: ParsedIssue, sendAt: string): Finding {
  const place = issue?.keyPlaces["send_at"];
  return {
    rule: "schedule/missed",
    severity: "error",
    file: source.path,
    line: place?.line ?? null,
    column: place?.column ?? null,
    message: `Its time, ${sendAt}, had passed when it was first seen ready to send.`,
    hint: "Write a time to come in `send_at`, or run `letterpress send` to send it now.",
    fix: null,
  };
}
