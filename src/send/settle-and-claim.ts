import type { SendSettings } from "#src/model/send-settings.ts";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import { nextBatchAt } from "#src/store/sends/batches.ts";
import type { InTransaction, Ledger } from "#src/store/database/ledger.ts";
import { refuseNewer } from "#src/store/database/schema-version.ts";
import { learnLimits, nextTurnAt, takeTurn } from "#src/store/database/limiter.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { type Claimed, type Limiter, claimBatch } from "./claim-batch.ts";
import type { Composer } from "./compose-batch.ts";
import { observationOf, settleBatch } from "./settle-batch.ts";

/** How soon to look again for a batch that waits behind one under way. If that one is our own, its answer wakes the worker. */
const BEHIND_ANOTHER_MS = 50;

/** A send whose batches may be claimed. */
export interface OpenSend {
  readonly send: SendRow;
  readonly settings: SendSettings;
  readonly compose: Composer;
}

/** A batch that was claimed, and its send. */
export interface Posting extends OpenSend {
  readonly claimed: Claimed;
}

/** What a worker may claim now. */
export interface Claimable {
  readonly sends: readonly OpenSend[];
  /** How many batches it may claim at most. */
  readonly room: number;
  /** Names the worker in leases. */
  readonly token: string;
  /** Fingerprint of the API key it posts under. */
  readonly apiKey: string;
}

/** A claimed batch and what Resend answered. */
export interface Answered extends Posting {
  readonly result: SubmitResult;
}

export interface Step {
  readonly claimed: readonly Posting[];
  /** If fewer batches were claimed than there was room for: when there may be more, ms UTC; Infinity if nothing waits. */
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
    await refuseNewer(within);
    for (const { send, claimed, result } of answered) await settleBatch(within, send, claimed, result);
    const { limiter, learn } = limiterAfter(within, answered);
    const step = await claimSome(within, open, limiter);
    await learn();
    return step;
  });
}

/**
 * Returns the limiter as it is after these answers. They are written into its row as late as possible, with the first turn that
 * is taken: from then on no other process gets a turn until the transaction is over. The process that holds the row waits for
 * no other: it skips batches that another process is claiming.
 */
function limiterAfter(
  { db, dialect, clock }: InTransaction,
  answered: readonly Answered[],
): { readonly limiter: Limiter; readonly learn: () => Promise<void> } {
  const unlearnt = answered.map(({ settings, claimed, result }) => ({
    team: settings.team,
    seen: observationOf(result, claimed, clock.now()),
  }));
  const learn = async () => {
    for (const { team, seen } of unlearnt.splice(0)) await learnLimits(db, dialect, team, seen);
  };
  const seenBy = (team: string) => unlearnt.flatMap((one) => (one.team === team ? [one.seen] : []));
  const limiter: Limiter = {
    due: (team, now) => nextTurnAt(db, team, now, seenBy(team)),
    take: async (team, now) => {
      await learn();
      return takeTurn(db, dialect, team, now);
    },
  };
  return { limiter, learn };
}

async function claimSome(
  ledger: InTransaction,
  { sends, room, token, apiKey }: Claimable,
  limiter: Limiter,
): Promise<Step> {
  const claimed: Posting[] = [];
  /** When each team that has to wait gets its next turn. */
  const waiting = new Map<string, number>();
  let until = Infinity;
  for (const from of sends) {
    const { team } = from.settings;
    while (claimed.length < room && !waiting.has(team)) {
      const claim = await claimBatch(ledger, from.send, from.compose, { token, apiKey, team, limiter });
      if (claim.kind === "claimed") claimed.push({ ...from, claimed: claim });
      else if (claim.kind === "wait") waiting.set(team, claim.until);
      else if (claim.kind === "none") {
        until = Math.min(until, await nextLook(ledger, from.send, apiKey));
        break;
      }
    }
  }
  return { claimed, until: Math.min(until, ...waiting.values()) };
}

/** When to look again at a send of which nothing can be claimed now, ms UTC; Infinity if none of its open batches may leave. */
async function nextLook({ db, clock }: InTransaction, send: SendRow, apiKey: string): Promise<number> {
  const at = await nextBatchAt(db, send.id, send.wave, apiKey);
  // A batch that is due but not free waits for another one that some worker has under way.
  return at === null ? Infinity : Math.max(at, clock.now() + BEHIND_ANOTHER_MS);
}
