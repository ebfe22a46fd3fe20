import { LetterpressError } from "#src/model/errors.ts";
import { PAUSES, type PauseReason, asksForRamp, mayPause, pauseHint, pauseOf } from "#src/model/states.ts";
import { countOpen } from "#src/store/sends/batches.ts";
import {
  type IssueRow,
  approveDigest,
  decideIssue,
  findIssue,
  lockIssue,
  pauseIssue,
} from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type SendRow,
  changeSend,
  latestSend,
  liveSend,
  lockSend,
  stepSend,
} from "#src/store/sends/sends.ts";
import { sweepPlans } from "#src/store/sends/planner.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { sweepCanceled } from "./claim-batch.ts";
import { releaseWave, resumeBatches } from "./release-waves.ts";

/**
 * Pauses a send: the batch in flight is settled, nothing new leaves. A wave that would have left by itself now waits for a
 * person. A person's pause belongs to the issue: it holds for every send of the issue that has not started, also for one that
 * its file schedules later. Returns null if a person pauses an issue that has no send right now.
 */
export async function pauseSend(
  ledger: Ledger,
  slug: string,
  reason: PauseReason,
  note: string,
): Promise<SendRow | null> {
  const paused = await ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const byPerson = reason === "person";
    const send = byPerson ? await liveOrIdle(scoped, slug) : await liveOrThrow(scoped, slug);
    if (send !== null) await pauseLive(scoped, slug, send, { reason, note });
    if (byPerson) await pauseIssue(db, (await issueOrThrow(scoped, slug)).id, note);
    return send;
  });
  if (paused !== null) await sweepPlans(ledger, paused.issue_id);
  return paused;
}

async function pauseLive(
  ledger: Ledger,
  slug: string,
  send: SendRow,
  why: { readonly reason: PauseReason; readonly note: string },
): Promise<void> {
  const { db, clock } = ledger;
  if (send.state === "paused" && send.resume_at !== null) {
    if (await changeSend(db, send.id, "paused", clock.now(), { ...why, resume_at: null })) return;
    // The next wave was released just now, so the send to pause is under way again.
    return pauseLive(ledger, slug, await liveOrThrow(ledger, slug), why);
  }
  // The send already waits for something else. Its reason stays, and the issue's own pause holds it when that wait ends.
  if (why.reason === "person" && send.state === "paused" && send.planned_at === null) return;
  if (!mayPause(why.reason, send.state)) throw wrongState(slug, send, PAUSES[why.reason].from.join(" or "));
  await stepOrThrow(ledger, slug, send, "paused", why);
}

/**
 * Lets a paused send continue: before its plan it is scheduled again (or starts at once if it is due), afterwards it
 * continues with the batches that are left. `approve` is the same act for bytes or a first wave that a person has looked
 * at, and it holds for these bytes alone. `compared`: somebody has looked through Resend's list for what a restored ledger
 * cannot know. Returns null if the issue was paused but has no send right now.
 */
export async function resumeSend(
  ledger: Ledger,
  slug: string,
  { compared = false }: { readonly compared?: boolean } = {},
): Promise<SendRow | null> {
  const idle = await findIssue(ledger.db, slug);
  const send = idle?.paused_note == null ? await liveOrThrow(ledger, slug) : await liveOrIdle(ledger, slug);
  if (send === null) {
    if (idle !== undefined) await pauseIssue(ledger.db, idle.id, null);
    return null;
  }
  if (send.state !== "paused") throw wrongState(slug, send, "paused");
  const pause = pauseOf(send);
  if (pause?.asksResend && !compared)
    throw new LetterpressError(
      "send/not-compared",
      `The send of ${slug} comes from a backup and has not been compared with Resend yet.`,
      { slug },
    );
  if (asksForRamp(send)) {
    const message = `The send of ${slug} waits for an answer. ${send.note ?? ""}`;
    throw new LetterpressError("send/not-decided", message, { hint: pauseHint(send, slug) });
  }
  const now = ledger.clock.now();
  if (send.planned_at === null) {
    // A send past its time would be found late again at once: a person who resumes it starts it now, whatever its wall clock.
    const due = send.due_at > now ? {} : { due_at: now, wall_local: null };
    await ledger.db.transaction().execute(async (db) => {
      await stepOrThrow({ ...ledger, db }, slug, send, "scheduled", due);
      if (send.issue_id === null) return;
      await decideIssue(db, send.issue_id, "scheduled");
      await approveDigest(db, send.issue_id, send.email_digest);
    });
    return send;
  }
  // If this process dies before the step below, the send itself is still paused.
  if (send.issue_id !== null) await pauseIssue(ledger.db, send.issue_id, null);
  // The numbers that braked the send stay. With its brake the next event would pause it again, against the person's decision.
  const settings = pause?.dropsBrake
    ? { settings: JSON.stringify({ ...settingsOf(send), brake: null }) }
    : {};
  // A send that its quota kept from starting starts now.
  const changes = { started_at: send.started_at ?? now, ...settings };
  const { itself, asksResend } = pause ?? {};
  const isNextWave = itself === "at its time" || (!asksResend && (await isWaveOut(ledger, send)));
  if (!(await (isNextWave ? releaseWave : resumeBatches)(ledger, send, changes)))
    throw changedJustNow(slug, send);
  return send;
}

/** Whether a send was paused between two waves: its next wave then waited for this decision, and not for ten minutes more. */
async function isWaveOut({ db }: Ledger, { id, wave }: SendRow): Promise<boolean> {
  return (await countOpen(db, id, wave)) === 0 && (await countOpen(db, id)) > 0;
}

/**
 * Ends a send permanently: readers not posted yet never get the issue from this send. The issue may be scheduled again.
 * Returns null if it has no send right now.
 */
export async function cancelSend(ledger: Ledger, slug: string): Promise<SendRow | null> {
  const canceled = await ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const send = await liveOrIdle(scoped, slug);
    if (send === null) return decideIdle(scoped, slug, "canceled");
    if (send.state === "settling") throw wrongState(slug, send, "scheduled, planning, submitting or paused");
    await stepOrThrow(scoped, slug, send, "canceled", { finished_at: ledger.clock.now() });
    if (send.issue_id !== null) await decideIssue(db, send.issue_id, "canceled");
    return send;
  });
  if (canceled !== null) await sweepPlans(ledger, canceled.issue_id);
  // Batches in doubt must be visible at once, and not only when a worker looks again.
  if (canceled !== null) await sweepCanceled(ledger, canceled.issue_id);
  return canceled;
}

/**
 * Takes a scheduled send back before it starts. If a person does, the issue stays unscheduled until its file's `send_at` changes,
 * even if the file had taken the send back already. Returns null if nothing was taken back: a file does not undo what a person
 * decided meanwhile.
 */
export async function unscheduleSend(
  ledger: Ledger,
  slug: string,
  by: "person" | "file",
): Promise<SendRow | null> {
  const unscheduled = await ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const found = by === "person" ? await liveOrIdle(scoped, slug) : await liveOrThrow(scoped, slug);
    if (found === null) return decideIdle(scoped, slug, "unscheduled");
    const send = (await lockSend(db, ledger.dialect, found.id)) ?? found;
    if (send.planned_at !== null) throw wrongState(slug, send, "not started yet");
    if (by === "file" && (await isPersons(scoped, send))) return null;
    await stepOrThrow(scoped, slug, send, "canceled", { finished_at: ledger.clock.now() });
    if (send.issue_id !== null && by === "person") await decideIssue(db, send.issue_id, "unscheduled");
    return send;
  });
  if (unscheduled !== null) await sweepPlans(ledger, unscheduled.issue_id);
  return unscheduled;
}

/** Whether no draft may take a send back: a person has scheduled it or let it start now, or a draft keeps its kind of pause. */
async function isPersons({ db, dialect, clock }: Ledger, send: SendRow): Promise<boolean> {
  if (send.scheduled_by !== "file" || pauseOf(send)?.draft === "kept") return true;
  if (send.issue_id === null || send.due_at > clock.now()) return false;
  return (await lockIssue(db, dialect, send.issue_id)).word === "scheduled";
}

/** Records a person's decision about an issue that has no send right now: its file may be a draft at this one reading only. */
async function decideIdle(
  ledger: Pick<Ledger, "db">,
  slug: string,
  word: "unscheduled" | "canceled",
): Promise<null> {
  await decideIssue(ledger.db, (await issueOrThrow(ledger, slug)).id, word);
  return null;
}

/**
 * Returns the live send. Null if the issue has none but its file may schedule one again: the last send was taken back before its
 * plan, and no person has forbidden another. Throws `send/wrong-state` otherwise.
 */
async function liveOrIdle(ledger: Pick<Ledger, "db">, slug: string): Promise<SendRow | null> {
  const issue = await findIssue(ledger.db, slug);
  if (issue === undefined || (await liveSend(ledger.db, issue.id)) !== undefined)
    return liveOrThrow(ledger, slug);
  const last = await latestSend(ledger.db, issue.id);
  const isTakenBack = issue.word === "unscheduled" || issue.word === "canceled";
  const neverStarted = last?.state === "canceled" && last.planned_at === null;
  return neverStarted && !isTakenBack ? null : liveOrThrow(ledger, slug);
}

async function issueOrThrow({ db }: Pick<Ledger, "db">, slug: string): Promise<IssueRow> {
  const issue = await findIssue(db, slug);
  if (issue !== undefined) return issue;
  throw new LetterpressError("send/wrong-state", `The ledger knows no issue ${slug}.`, {
    slug,
    hint: NEVER,
  });
}

async function liveOrThrow(ledger: Pick<Ledger, "db">, slug: string): Promise<SendRow> {
  const issue = await findIssue(ledger.db, slug);
  const send = issue && (await liveSend(ledger.db, issue.id));
  if (send !== undefined) return send;
  const last = issue && (await latestSend(ledger.db, issue.id));
  const is = last === undefined ? "was never scheduled" : `is ${last.state}`;
  throw new LetterpressError(
    "send/wrong-state",
    `Expected a send of ${slug} that is under way, but it ${is}.`,
    { slug, ...(last === undefined ? { hint: NEVER } : {}) },
  );
}

/** The hint for an issue without any send: `status` would have nothing to show, and maybe no file has this slug. */
const NEVER = "Run `letterpress calendar` to see the issues and their sends.";

async function stepOrThrow(
  ledger: Pick<Ledger, "db" | "clock">,
  slug: string,
  send: SendRow,
  to: SendRow["state"],
  changes: Parameters<typeof stepSend>[5],
): Promise<void> {
  if (await stepSend(ledger.db, send.id, send.state, to, ledger.clock.now(), changes)) return;
  throw changedJustNow(slug, send);
}

function changedJustNow(slug: string, send: SendRow): LetterpressError {
  return new LetterpressError(
    "send/wrong-state",
    `The send of ${slug} left the state ${send.state} just now; look at it and try again.`,
    { slug },
  );
}

function wrongState(slug: string, send: SendRow, expected: string): LetterpressError {
  return new LetterpressError(
    "send/wrong-state",
    `Expected the send of ${slug} to be ${expected}, but it is ${send.state}.`,
    { slug },
  );
}
