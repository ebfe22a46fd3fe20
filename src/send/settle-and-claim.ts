import type { SendSettings } from "#src/model/send-settings.ts";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import { nextBatchAt } from "#src/store/batches.ts";
import type { InTransaction, Ledger } from "#src/store/ledger.ts";
import { learnLimits, takeTurn } from "#src/store/limiter.ts";
import type { SendRow } from "#src/store/sends.ts";
import { type Claimed, type TakeTurn, claimBatch } from "./claim-batch.ts";
import type { Composer } from "./compose-batch.ts";
import { observationOf, settleBatch } from "./settle-batch.ts";

/** How soon to look again for what waits behind a batch under way. One of our own wakes the worker by itself. */
const BEHIND_ANOTHER_MS = 50;

/** A send that batches may be claimed of. */
export interface OpenSend {
  readonly send: SendRow;
  readonly settings: SendSettings;
  readonly compose: Composer;
}

/** A batch that was claimed, and whose. */
export interface Posting extends OpenSend {
  readonly claimed: Claimed;
}

/** What a worker may claim now. */
export interface Claimable {
  readonly sends: readonly OpenSend[];
  /** At most as many batches. */
  readonly room: number;
  /** Names the worker in leases. */
  readonly token: string;
  /** Fingerprint of the API key it posts under. */
  readonly apiKey: string;
}

/** What Resend said of it. */
export interface Answered extends Posting {
  readonly result: SubmitResult;
}

export interface Step {
  readonly claimed: readonly Posting[];
  /** Where less was claimed than there was room for: when there may be more, ms UTC; Infinity where nothing waits. */
  readonly until: number;
}

/**
 * One step of a worker, in one transaction: write down what was answered, then claim up to `room` batches of the open
 * sends. One transaction, because each costs a write that has to reach the disk; a crash before its end finds the
 * answered batches in flight under their keys, as if their answers had been lost on the way.
 */
export async function settleAndClaim(
  ledger: Ledger,
  answered: readonly Answered[],
  open: Claimable,
): Promise<Step> {
  return ledger.db.transaction().execute(async (db): Promise<Step> => {
    const { dialect, clock } = ledger;
    const within: InTransaction = { db, dialect, clock };
    for (const { send, claimed, result } of answered) await settleBatch(within, send, claimed, result);
    const unlearnt = [...answered];
    const learn = async () => {
      for (const { settings, claimed, result } of unlearnt.splice(0))
        await learnLimits(db, dialect, settings.team, observationOf(result, claimed, clock.now()));
    };
    // After the batches, as in every transaction: whoever holds the limiter's row must not wait for another's batch.
    const step = await claimSome(within, open, async (team, now) => {
      await learn();
      return takeTurn(db, dialect, team, now);
    });
    await learn();
    return step;
  });
}

async function claimSome(ledger: InTransaction, open: Claimable, takeOne: TakeTurn): Promise<Step> {
  const claimed: Posting[] = [];
  let until = Infinity;
  for (const from of open.sends) {
    const worker = { token: open.token, apiKey: open.apiKey, team: from.settings.team, takeTurn: takeOne };
    while (claimed.length < open.room) {
      const claim = await claimBatch(ledger, from.send, from.compose, worker);
      if (claim.kind === "claimed") {
        claimed.push({ ...from, claimed: claim });
        continue;
      }
      if (claim.kind === "settled") continue;
      until = Math.min(
        until,
        claim.kind === "wait" ? claim.until : await nextLook(ledger, from.send, open.apiKey),
      );
      break;
    }
  }
  return { claimed, until };
}

/** When a send of which nothing can be claimed now is worth another look, ms UTC; Infinity where nothing of it is open. */
async function nextLook({ db, clock }: InTransaction, send: SendRow, apiKey: string): Promise<number> {
  const at = await nextBatchAt(db, send.id, send.wave, apiKey);
  // Due, and still not to be had: it waits for a batch that somebody has under way.
  return at === null ? Infinity : Math.max(at, clock.now() + BEHIND_ANOTHER_MS);
}
