import { batchesIn, countOpen, stepBatch } from "#src/store/sends/batches.ts";
import {
  closeProvenBatches,
  countDoubts,
  sendsInDoubt,
  settleAcceptedByEvents,
} from "#src/store/sends/reconcile.ts";
import { countOutcomes } from "#src/store/sends/count-deliveries.ts";
import { settleBatchItems } from "#src/store/sends/deliveries.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, sendById, sendsIn, stepSend } from "#src/store/sends/sends.ts";
import { sweepCanceled } from "./claim-batch.ts";

export interface Finished {
  readonly send: SendRow;
  readonly state: "submitted" | "submitted_with_failures" | "settling";
}

/**
 * Closes sends that have nothing left to post. First it settles the uncertain recipients whose acceptance an event has
 * proved, those of canceled and paused sends, too. While uncertain recipients remain, a send stays in `settling`, because only
 * an event or a person can tell. With `only` it looks at that send alone.
 */
export async function finishSends(ledger: Ledger, only?: number): Promise<Finished[]> {
  await settleProved(ledger, only);
  const finished: Finished[] = [];
  for (const send of await closable(ledger, only)) {
    // This send waits for a person, perhaps for weeks: there is nothing to write.
    if (send.state === "settling" && (await countDoubts(ledger.db, send.id)).open > 0) continue;
    const result = await ledger.db.transaction().execute(async (db): Promise<Finished | null> => {
      if ((await countOpen(db, send.id)) > 0) return null;
      const now = ledger.clock.now();
      if (send.state === "submitting" && !(await stepSend(db, send.id, "submitting", "settling", now)))
        return null;
      const { proved, open } = await countDoubts(db, send.id);
      if (proved + open > 0) return send.state === "submitting" ? { send, state: "settling" } : null;
      const outcomes = await countOutcomes(db, send.id);
      const state = outcomes.refused > 0 ? "submitted_with_failures" : "submitted";
      // Two workers may see the end at once; only the one that takes the step reports it.
      const ours = await stepSend(db, send.id, "settling", state, now, { finished_at: now });
      return ours ? { send, state } : null;
    });
    if (result !== null) finished.push(result);
  }
  return finished;
}

/** Settles the recipients that events have proved accepted, and closes the batches in which no recipient is uncertain any more. */
async function settleProved({ db, clock }: Ledger, only: number | undefined): Promise<void> {
  for (const id of await sendsInDoubt(db)) {
    if (only !== undefined && only !== id) continue;
    const { proved, open } = await countDoubts(db, id);
    if (proved === 0 && open > 0) continue;
    await db.transaction().execute(async (transaction) => {
      await settleAcceptedByEvents(transaction, id);
      await closeProvenBatches(transaction, id, clock.now());
    });
  }
}

async function closable({ db }: Ledger, only: number | undefined): Promise<SendRow[]> {
  if (only === undefined) return sendsIn(db, ["submitting", "settling"]);
  const send = await sendById(db, only);
  return send?.state === "submitting" || send?.state === "settling" ? [send] : [];
}

/**
 * Records a person's answer about the uncertain recipients of every send of an issue, canceled sends included: Resend has
 * their messages, or it has not. `send` is any send of the issue. Returns how many recipients were decided about.
 */
export async function decideUncertain(
  ledger: Ledger,
  send: Pick<SendRow, "id" | "issue_id">,
  answer: "submitted" | "refused",
): Promise<number> {
  await sweepCanceled(ledger, send.issue_id);
  return ledger.db.transaction().execute(async (db) => {
    const changes = answer === "submitted" ? { accepted_at: ledger.clock.now() } : {};
    let decided = 0;
    for (const sendId of send.issue_id === null ? [send.id] : await sendsInDoubt(db, send.issue_id)) {
      // A recipient whose acceptance an event has proved meanwhile needs no person's answer.
      await settleAcceptedByEvents(db, sendId);
      await closeProvenBatches(db, sendId, ledger.clock.now());
      for (const { id } of await batchesIn(db, sendId, ["uncertain"])) {
        await stepBatch(db, { id }, "uncertain", answer, changes);
        decided += await settleBatchItems(db, id, "uncertain", answer, `A person decided: ${answer}.`);
      }
    }
    return decided;
  });
}
