import { eachAlone } from "#src/model/errors.ts";
import { mayPause, pauseOf } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, changeSend, lockSend, sendById, sendsIn, stepSend } from "#src/store/sends/sends.ts";
import { brakeOf } from "#src/track/brake.ts";
import type { App } from "#src/app/open-app.ts";

/** Pause a send with too many bounces or complaints; a person who resumes it decides to continue. */
export async function applyBrake(app: App, sendId: number): Promise<boolean> {
  const send = await sendById(app.ledger.db, sendId);
  // Between two waves a send is paused already, but would go on at its time, or when a person approves it.
  const waits = send !== undefined && isBetweenWaves(send);
  // Most events come when everything is posted: a send that can no longer be stopped needs no counting.
  if (send === undefined || !(waits || mayPause("brake", send.state))) return false;
  const note = await brakeOf(app.ledger, sendId);
  if (note === null) return false;
  const now = app.clock.now();
  const why = { reason: "brake", note, resume_at: null } as const;
  const paused = waits
    ? await stopBetweenWaves(app.ledger, sendId, why)
    : await stepSend(app.ledger.db, sendId, send.state, "paused", now, why);
  if (!paused) return false;
  app.log("send.braked", { send: send.public_id });
  app.alerts.raise("send.braked", sendId);
  return true;
}

function isBetweenWaves(send: SendRow): boolean {
  return pauseOf(send)?.itself === "at its time";
}

/** Counting takes a while: another look, or a person, may have stopped the send meanwhile. False if it no longer waits. */
async function stopBetweenWaves(
  { db: ledger, dialect, clock }: Ledger,
  sendId: number,
  why: { readonly reason: "brake"; readonly note: string; readonly resume_at: null },
): Promise<boolean> {
  return ledger.transaction().execute(async (db) => {
    const send = await lockSend(db, dialect, sendId);
    if (send === undefined || !isBetweenWaves(send)) return false;
    return changeSend(db, sendId, "paused", clock.now(), why);
  });
}

/** The same for every send that could still be stopped: a process may have died between an event and its look at the brake. */
export async function applyBrakes(app: App): Promise<void> {
  const open = await sendsIn(app.ledger.db, ["submitting", "paused"]);
  const issues = open.filter(({ kind }) => kind === "issue");
  await eachAlone(issues, ({ id }) => applyBrake(app, id));
}
