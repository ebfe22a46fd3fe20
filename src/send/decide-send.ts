import { LetterpressError } from "#src/model/errors.ts";
import { PAUSES, type PauseReason, asksForRamp, mayPause, pauseHint, pauseOf } from "#src/model/states.ts";
import { countOpen } from "#src/store/sends/batches.ts";
import { decideIssue, findIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, changeSend, latestSend, liveSend, stepSend } from "#src/store/sends/sends.ts";
import { sweepPlans } from "#src/store/sends/planner.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { sweepCanceled } from "./claim-batch.ts";
import { releaseWave, resumeBatches } from "./release-waves.ts";

/** Pause a send: the batch in flight is settled, nothing new leaves. A wave that would leave by itself waits for a person. */
export async function pauseSend(
  ledger: Ledger,
  slug: string,
  reason: PauseReason,
  note: string,
): Promise<SendRow> {
  const send = await liveOrThrow(ledger, slug);
  if (send.state === "paused" && send.resume_at !== null) {
    const paused = { reason, note, resume_at: null };
    if (await changeSend(ledger.db, send.id, "paused", ledger.clock.now(), paused)) return send;
    // The next wave was released just now: the send to pause is under way.
    return pauseSend(ledger, slug, reason, note);
  }
  if (!mayPause(reason, send.state)) throw wrongState(slug, send, PAUSES[reason].from.join(" or "));
  await stepOrThrow(ledger, slug, send, "paused", { reason, note });
  await sweepPlans(ledger, send.issue_id);
  return send;
}

/**
 * Let a paused send continue: before its plan it is scheduled again (or starts at once where it is due), afterwards it
 * continues with the batches that are left. `approve` is the same act for bytes or a first wave that a person has looked
 * at. `compared`: somebody has looked at Resend's list for what a restored ledger cannot know.
 */
export async function resumeSend(
  ledger: Ledger,
  slug: string,
  { compared = false }: { readonly compared?: boolean } = {},
): Promise<SendRow> {
  const send = await liveOrThrow(ledger, slug);
  if (send.state !== "paused") throw wrongState(slug, send, "paused");
  const pause = pauseOf(send);
  if (pause?.asksResend && !compared)
    throw new LetterpressError(
      "send/not-compared",
      `The send of ${slug} comes from a backup and has not been compared with Resend yet.`,
    );
  if (asksForRamp(send)) {
    const message = `The send of ${slug} waits for an answer. ${send.note ?? ""}`;
    throw new LetterpressError("send/not-decided", message, { hint: pauseHint(send, slug) });
  }
  const now = ledger.clock.now();
  if (send.planned_at === null) {
    if (send.issue_id !== null) await decideIssue(ledger.db, send.issue_id, "scheduled");
    // A late send would be found late again at once: a person's word starts it now, whatever the wall clock was.
    const due = send.due_at > now ? {} : { due_at: now, wall_local: null };
    await stepOrThrow(ledger, slug, send, "scheduled", due);
    return send;
  }
  // The numbers that braked it stand; pausing again at the next event would make a person's word worthless.
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

/** Somebody paused it between two waves: the next wave waited for that person's decision, not for ten minutes more. */
async function isWaveOut({ db }: Ledger, { id, wave }: SendRow): Promise<boolean> {
  return (await countOpen(db, id, wave)) === 0 && (await countOpen(db, id)) > 0;
}

/** End a send permanently: readers not posted yet never get it from this send. The issue may be scheduled again. */
export async function cancelSend(ledger: Ledger, slug: string): Promise<SendRow> {
  const canceled = await ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const send = await liveOrThrow(scoped, slug);
    if (send.state === "settling") throw wrongState(slug, send, "scheduled, planning, submitting or paused");
    await stepOrThrow(scoped, slug, send, "canceled", { finished_at: ledger.clock.now() });
    if (send.issue_id !== null) await decideIssue(db, send.issue_id, "canceled");
    return send;
  });
  await sweepPlans(ledger, canceled.issue_id);
  // To be seen at once, and not only when a worker looks again.
  await sweepCanceled(ledger, canceled.issue_id);
  return canceled;
}

/** Take a scheduled send back before it starts; it stays unscheduled until the file's `send_at` changes. */
export async function unscheduleSend(ledger: Ledger, slug: string, by: "person" | "file"): Promise<SendRow> {
  const unscheduled = await ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const send = await liveOrThrow(scoped, slug);
    if (send.planned_at !== null) throw wrongState(slug, send, "not started yet");
    await stepOrThrow(scoped, slug, send, "canceled", { finished_at: ledger.clock.now() });
    if (send.issue_id !== null && by === "person") await decideIssue(db, send.issue_id, "unscheduled");
    return send;
  });
  await sweepPlans(ledger, unscheduled.issue_id);
  return unscheduled;
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
  );
}

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
  );
}

function wrongState(slug: string, send: SendRow, expected: string): LetterpressError {
  return new LetterpressError(
    "send/wrong-state",
    `Expected the send of ${slug} to be ${expected}, but it is ${send.state}.`,
  );
}
