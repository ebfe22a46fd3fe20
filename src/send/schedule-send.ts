import type { Asset, Email } from "#src/model/email.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { LATE_EDIT_MS, type SendState, asksForRamp, mayPause, pauseOf } from "#src/model/states.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { restoredAt } from "#src/store/copies/mark-restored.ts";
import {
  type NewSend,
  type SendRow,
  changeSend,
  insertSend,
  liveSend,
  lockLiveSend,
  stepSend,
} from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

export interface ScheduleRequest {
  readonly issue: IssueRow;
  readonly email: Email;
  readonly assets: readonly Asset[];
  readonly segment: string | null;
  readonly dueAt: number;
  readonly wallLocal: string | null;
  readonly zone: string;
  /** `file`, or a person: `cli:<user>`. */
  readonly by: string;
  /** The job asks, not a person: an edit close to the time waits. */
  readonly fromFile: boolean;
  readonly gitCommit: string | null;
  /** What a person must answer before it may start; absent or null where there is no question. */
  readonly question?: string | null;
  readonly settings: SendSettings;
}

/**
 * What scheduling changed. `again`: it was paused, and is scheduled as it was. `waits`: edited so late that a person must approve. `asks`: a person must decide whether it
 * grows day by day. `started`: too late, nothing changed.
 */
export type Scheduled = {
  readonly change: "scheduled" | "again" | "unchanged" | "moved" | "edited" | "waits" | "asks" | "started";
  readonly send: SendRow;
};

/**
 * Record that an issue's email will be sent when due, or bring what is recorded up to date with the file. The email
 * and its images are kept in the ledger from here on: what was checked is byte for byte what is sent, even when a
 * template changes afterwards.
 */
export async function scheduleSend(ledger: Ledger, request: ScheduleRequest): Promise<Scheduled> {
  const now = ledger.clock.now();
  const question = request.question ? ({ reason: "ramp", note: request.question } as const) : null;
  return ledger.db.transaction().execute(async (db) => {
    await saveEmail(db, request.email, now);
    await saveAssets(db, request.assets, now);
    const live = await lockLiveSend(db, ledger.dialect, request.issue.id);
    if (live === undefined) {
      const { issue, settings } = request;
      const row: NewSend = {
        ...columnsOf(request),
        kind: "issue",
        issue_id: issue.id,
        state: "scheduled",
        settings,
      };
      const restored = await restoredAt(db);
      const isNew = restored === null || issue.first_seen_at > restored;
      if (isNew && question !== null)
        return { change: "asks", send: await insertSend(db, { ...row, state: "paused", ...question }, now) };
      if (isNew) return { change: "scheduled", send: await insertSend(db, row, now) };
      // It was there when a backup was restored: what became of it after the backup was made, only Resend knows.
      const pause = { state: "paused", reason: "restored", note: MAYBE_SENT } as const;
      return { change: "waits", send: await insertSend(db, { ...row, ...pause }, now) };
    }
    const send = { ...live, ...columnsOf(request) };
    /** Take in the file's columns, with the step to another state where there is one. */
    const record = async (state: SendState, pause: Partial<SendRow> = {}): Promise<SendRow> => {
      const changes = { ...columnsOf(request), ...pause };
      if (live.state === state) await changeSend(db, live.id, state, now, changes);
      else await stepSend(db, live.id, live.state, state, now, changes);
      return { ...send, ...pause, state };
    };
    if (live.state === "scheduled" && question !== null)
      return { change: "asks", send: await record("paused", question) };
    const waiting = live.state === "scheduled" || (live.state === "paused" && live.planned_at === null);
    if (!waiting) return { change: "started", send: live };
    const edited = live.email_digest !== request.email.digest;
    const moved = live.due_at !== request.dueAt || audienceOf(live) !== audienceOf(send);
    const lifted = live.state === "paused" && endsPause(live, request, { moved, now });
    if (!edited && !moved && !lifted) {
      // Another wave or key: nothing a reader sees, so nothing to wait for.
      const settings = JSON.stringify(request.settings);
      if (live.settings !== settings) await changeSend(db, live.id, live.state, now, { settings });
      return { change: "unchanged", send: live };
    }

    const change = moved ? "moved" : edited ? "edited" : "again";
    // A pause is a person's decision, or waits for one: the new bytes are taken in, the pause stays.
    if (live.state === "paused" && !lifted)
      return { change, send: await record("paused", { reason: live.reason, note: live.note }) };
    if (edited && request.fromFile && request.dueAt - now < LATE_EDIT_MS) {
      const note = "The file was edited less than 10 minutes before its time.";
      return { change: "waits", send: await record("paused", { reason: "edited", note }) };
    }
    return { change, send: await record("scheduled") };
  });
}

/**
 * Whether scheduling again ends a pause: a file does under the conditions of the table; a person always does, unless
 * only Resend knows the answer, or the start would be late again.
 */
function endsPause(
  send: SendRow,
  { fromFile, dueAt, question }: ScheduleRequest,
  { moved, now }: { readonly moved: boolean; readonly now: number },
): boolean {
  const pause = pauseOf(send);
  if (pause === undefined || pause.asksResend) return false;
  if (question && asksForRamp(send)) return false;
  if (!fromFile) return pause.lateMs === null || now - dueAt < pause.lateMs;
  const { file } = pause;
  if (file === null || (file.moved && !moved)) return false;
  return file.aheadMs === null || dueAt - now >= file.aheadMs;
}

const MAYBE_SENT = "A backup was restored, and this issue may have been sent after it was made.";

/** Pause a send whose file has errors now: its author is working on it, and the old text must not leave. */
export async function holdBrokenSend(ledger: Ledger, issueId: number): Promise<boolean> {
  const live = await liveSend(ledger.db, issueId);
  if (live === undefined || !mayPause("errors", live.state)) return false;
  const note = "The file has errors now; the send waits until they are fixed.";
  return stepSend(ledger.db, live.id, live.state, "paused", ledger.clock.now(), { reason: "errors", note });
}

/** The same words may mean other people once an attribute is declared otherwise. */
function audienceOf(send: Pick<SendRow, "public_id" | "list" | "segment" | "settings">): string {
  return JSON.stringify([send.list, send.segment, settingsOf(send).part]);
}

function columnsOf(request: ScheduleRequest) {
  return {
    email_digest: request.email.digest,
    list: request.email.list,
    segment: request.segment,
    wall_local: request.wallLocal,
    zone: request.zone,
    due_at: request.dueAt,
    scheduled_by: request.by,
    git_commit: request.gitCommit,
    reason: null,
    note: null,
    settings: JSON.stringify(request.settings),
  };
}
