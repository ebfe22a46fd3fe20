import { mayPause, pauseOf } from "#src/model/states.ts";
import { changeSend, sendById, sendsIn, stepSend } from "#src/store/sends/sends.ts";
import { brakeOf } from "#src/track/brake.ts";
import type { App } from "#src/app/open-app.ts";

/** Pause a send with too many bounces or complaints; a person who resumes it decides to continue. */
export async function applyBrake(app: App, sendId: number): Promise<boolean> {
  const send = await sendById(app.ledger.db, sendId);
  // Between two waves a send is paused already, but would go on by itself.
  const waits = send !== undefined && pauseOf(send)?.itself === "at its time";
  // Most events come when all is posted: what can no longer be stopped needs no counting.
  if (send === undefined || !(waits || mayPause("brake", send.state))) return false;
  const note = await brakeOf(app.ledger, sendId);
  if (note === null) return false;
  const now = app.clock.now();
  const why = { reason: "brake", note, resume_at: null } as const;
  const paused = waits
    ? await changeSend(app.ledger.db, sendId, "paused", now, why)
    : await stepSend(app.ledger.db, sendId, send.state, "paused", now, why);
  if (!paused) return false;
  app.log("send.braked", { send: send.public_id });
  app.alerts.raise("send.braked", sendId);
  return true;
}

/** The same for every send that could still be stopped: a process may have died between an event and its look at the brake. */
export async function applyBrakes(app: App): Promise<void> {
  const open = await sendsIn(app.ledger.db, ["submitting", "paused"]);
  for (const { id, kind } of open) if (kind === "issue") await applyBrake(app, id);
}
