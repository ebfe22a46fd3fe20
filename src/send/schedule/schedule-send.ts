import type { Kysely } from "kysely";
import { isClean } from "#src/store/sends/commit.ts";
import { type SendState, asksForRamp, mayPause, pauseOf } from "#src/model/states.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import { type IssueRow, approveDigest, decideIssue, lockIssue } from "#src/store/issues/issues.ts";
import { rememberOverruled } from "#src/store/issues/overruled.ts";
import { rememberText } from "#src/store/issues/texts.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { restoredAt } from "#src/store/copies/mark-restored.ts";
import {
  type NewSend,
  type SendRow,
  changeSend,
  insertSend,
  latestSend,
  liveSend,
  lockLiveSend,
  stepSend,
} from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type Question, questionOf } from "./question-of.ts";
import { factsOf, type ScheduleRequest } from "./schedule-request.ts";

/**
 * What scheduling changed. `again`: it was paused, and is scheduled as it was. `waits`: a person must end its pause. `asks`: a
 * person must decide whether the send grows day by day. `started`: the send has started, so nothing changed.
 */
export type Scheduled = {
  readonly change: "scheduled" | "again" | "unchanged" | "moved" | "edited" | "waits" | "asks" | "started";
  readonly send: SendRow;
};

/** Thrown if a person has decided about the issue since its file was read. The next look at the file asks again. */
export class DecidedMeanwhile extends Error {}

/**
 * Record that an issue's email will be sent when due, or bring what is recorded up to date with the file. The email
 * and its images are kept in the ledger from here on: what was checked is byte for byte what is sent, even when a
 * template changes afterwards. Throws `DecidedMeanwhile`, and then changes nothing.
 */
export async function scheduleSend(ledger: Ledger, request: ScheduleRequest): Promise<Scheduled> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    await saveEmail(db, request.email, now);
    await saveAssets(db, request.assets, now);
    const live = await lockLiveSend(db, ledger.dialect, request.issue.id);
    const issue = await lockIssue(db, ledger.dialect, request.issue.id);
    if (request.read && isDecided(request.read, { issue, live })) throw new DecidedMeanwhile();
    const known = { issue, last: live ?? (await latestSend(db, issue.id)) };
    const question = await questionOf(db, request, { ...known, now });
    const scheduled =
      live === undefined
        ? await insert(db, request, question, now)
        : await update(db, { live, issue, question }, request, now);
    if (scheduled.change === "started") return scheduled;
    const { textSha, bodySha } = factsOf(request);
    const { digest } = request.email;
    await rememberText(db, { issue_id: issue.id, digest, text_sha: textSha, body_sha: bodySha }, now);
    await rememberOverruled(db, { issueId: issue.id, digest }, request.overruled ?? []);
    if (request.approves) await approveDigest(db, issue.id, request.email.digest);
    else if (!request.fromFile) await decideIssue(db, issue.id, "scheduled");
    return scheduled;
  });
}

/** Whether anybody has decided about the issue or its live send between two looks at them. */
function isDecided(before: NonNullable<ScheduleRequest["read"]>, now: typeof before): boolean {
  const [then, since] = [before, now].map(({ issue, live }) =>
    JSON.stringify([issue.word, issue.word_for, live?.id, live?.state, live?.due_at, live?.updated_at]),
  );
  return then !== since;
}

async function insert(
  db: Kysely<Database>,
  request: ScheduleRequest,
  question: Question | null,
  now: number,
): Promise<Scheduled> {
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
  // The issue was there when a backup was restored: only Resend knows what became of it after the backup was made.
  const pause = isNew ? question : ({ reason: "restored", note: MAYBE_SENT } as const);
  if (pause === null) return { change: "scheduled", send: await insertSend(db, row, now) };
  const send = await insertSend(db, { ...row, state: "paused", ...pause }, now);
  return { change: pause.reason === "ramp" ? "asks" : "waits", send };
}

async function update(
  db: Kysely<Database>,
  known: { readonly live: SendRow; readonly issue: IssueRow; readonly question: Question | null },
  request: ScheduleRequest,
  now: number,
): Promise<Scheduled> {
  const { live, issue, question } = known;
  const send = { ...live, ...columnsOf(request) };
  /** Writes what was asked for into the live send, with the step to `state` if that is another one. */
  const record = async (state: SendState, pause: Partial<SendRow> = {}): Promise<SendRow> => {
    const changes = { ...columnsOf(request), ...pause };
    if (live.state === state) await changeSend(db, live.id, state, now, changes);
    else await stepSend(db, live.id, live.state, state, now, changes);
    return { ...send, ...pause, state };
  };
  const waiting = live.state === "scheduled" || (live.state === "paused" && live.planned_at === null);
  if (!waiting) return { change: "started", send: live };
  const edited = live.email_digest !== request.email.digest;
  const moved = live.due_at !== request.dueAt || audienceOf(live) !== audienceOf(send);
  const isAskedStill = question !== null && question.reason === live.reason;
  const lifted = live.state === "paused" && !isAskedStill && endsPause(live, issue, request, { moved, now });
  if (question !== null && (live.state === "scheduled" || lifted))
    return { change: question.reason === "ramp" ? "asks" : "waits", send: await record("paused", question) };
  if (!edited && !moved && !lifted) {
    // Only settings such as the wave or the key may differ: no reader sees them, so nothing has to wait for a person.
    const settings = JSON.stringify(request.settings);
    // A file that was scheduled before it was committed may have a commit now.
    const commit = isClean(live.git_commit) ? live.git_commit : request.gitCommit;
    if (live.settings !== settings || live.git_commit !== commit)
      await changeSend(db, live.id, live.state, now, { settings, git_commit: commit });
    return { change: "unchanged", send: live };
  }
  const change = moved ? "moved" : edited ? "edited" : "again";
  // A pause is a person's decision, or waits for one: the new bytes are recorded, the pause stays.
  if (live.state === "paused" && !lifted)
    return { change, send: await record("paused", { reason: live.reason, note: live.note }) };
  return { change, send: await record("scheduled") };
}

/**
 * Whether scheduling again ends a pause. A file ends it under the conditions of the table (`PAUSES`); a person always ends it,
 * unless only Resend knows the answer, the question of a ramp is still open, or the start would be late again.
 */
function endsPause(
  send: SendRow,
  issue: IssueRow,
  { fromFile, dueAt, email, question }: ScheduleRequest,
  { moved, now }: { readonly moved: boolean; readonly now: number },
): boolean {
  const pause = pauseOf(send);
  if (pause === undefined || pause.asksResend) return false;
  if (question && asksForRamp(send)) return false;
  if (fromFile && pause.asksAboutBytes && email.digest === issue.approved_digest) return true;
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

/** The audience of a send, to compare: the same segment may mean other people once an attribute is declared otherwise. */
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
