import { MINUTE_MS } from "#src/model/durations.ts";
import { delayBatches } from "#src/store/sends/delay-batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, readableSends, stepSend } from "#src/store/sends/sends.ts";
import { wakeWorkers } from "#src/store/database/wake-workers.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** Clocks of machines on one ledger differ by less, ms. */
const SKEW_MS = MINUTE_MS;

/** Let every send continue whose first wave has waited long enough and that nobody stopped. */
export async function releaseWaves(ledger: Ledger): Promise<void> {
  const now = ledger.clock.now();
  for (const send of await readableSends(ledger, ["paused"])) {
    if (isDue(send, now)) await releaseWave(ledger, send);
  }
}

/** No wave waits longer than its minutes: where more of them seem to be left, the clock was set back meanwhile. */
function isDue(send: SendRow, now: number): boolean {
  const { resume_at: at } = send;
  if (at === null) return false;
  const { wave } = settingsOf(send);
  return at <= now || at - now > (wave?.minutes ?? 0) * MINUTE_MS + SKEW_MS;
}

/** Let the next wave leave. False where somebody decided otherwise just now. */
export async function releaseWave(
  ledger: Ledger,
  send: SendRow,
  changes: Parameters<typeof stepSend>[5] = {},
): Promise<boolean> {
  return resumeBatches(ledger, send, { ...changes, wave: send.wave + 1 });
}

/** Let the batches of a paused send leave, at the pace it had. False where somebody decided otherwise just now. */
export async function resumeBatches(
  { db, dialect, clock }: Ledger,
  send: SendRow,
  changes: Parameters<typeof stepSend>[5],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await stepSend(trx, send.id, "paused", "submitting", clock.now(), changes))) return false;
    await delayBatches(trx, send, clock.now());
    await wakeWorkers({ db: trx, dialect });
    return true;
  });
}
