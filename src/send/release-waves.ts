import { delayBatches } from "#src/store/delay-batches.ts";
import { releaseHeld } from "#src/store/deliveries.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, sendsIn, stepSend } from "#src/store/sends.ts";
import { wakeWorkers } from "#src/store/wake-workers.ts";

/** Go on with every send whose first wave has waited long enough and that nobody stopped. */
export async function releaseWaves(ledger: Ledger): Promise<void> {
  const now = ledger.clock.now();
  for (const send of await sendsIn(ledger.db, ["paused"])) {
    if (send.resume_at !== null && send.resume_at <= now) await releaseWave(ledger, send);
  }
}

/** Hand the held readers over to the worker. False where somebody decided otherwise just now. */
export async function releaseWave(
  ledger: Ledger,
  send: SendRow,
  changes: { readonly settings?: string } = {},
): Promise<boolean> {
  return ledger.db.transaction().execute(async (db) => {
    const stepped = await stepSend(db, send.id, "paused", "submitting", ledger.clock.now(), {
      ...changes,
      wave: send.wave + 1,
    });
    if (!stepped) return false;
    await releaseHeld(db, send.id);
    await delayBatches(db, send, ledger.clock.now());
    await wakeWorkers({ db, dialect: ledger.dialect });
    return true;
  });
}
