import { changeSend, sendById, stepSend } from "#src/store/sends.ts";
import { brakeOf } from "#src/track/brake.ts";
import type { App } from "./open-app.ts";

/** Pause a send that bounces or complaints speak against; whoever resumes it has decided to go on. */
export async function applyBrake(app: App, sendId: number): Promise<boolean> {
  const brake = await brakeOf(app.ledger, sendId);
  if (!brake.pause) return false;
  const now = app.clock.now();
  const why = { reason: "brake", note: brake.why, resume_at: null };
  const send = await sendById(app.ledger.db, sendId);
  // Between two waves the send is paused already, but would go on by itself.
  const paused =
    send?.state === "paused" && send.reason === "wave"
      ? await changeSend(app.ledger.db, sendId, "paused", now, why)
      : await stepSend(app.ledger.db, sendId, "submitting", "paused", now, why);
  if (!paused) return false;
  app.log("send.braked", { send: send?.public_id ?? null });
  app.alerts.raise("send.braked", sendId);
  return true;
}
