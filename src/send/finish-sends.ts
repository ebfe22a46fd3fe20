import { batchesIn, countOpen, stepBatch } from "#src/store/sends/batches.ts";
import { countDoubts, settleAcceptedByEvents } from "#src/store/sends/reconcile.ts";
import { countOutcomes, settleBatchItems } from "#src/store/sends/deliveries.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, sendById, sendsIn, stepSend } from "#src/store/sends/sends.ts";

export interface Finished {
  readonly send: SendRow;
  readonly state: "submitted" | "submitted_with_failures" | "settling";
}

/**
 * Close sends that have nothing left to post. Uncertain recipients that an event has proved accepted are settled
 * first; while any remain the send stays in `settling`, because only an event or a person can tell. With `only` just
 * that send is looked at.
 */
export async function finishSends(ledger: Ledger, only?: number): Promise<Finished[]> {
  const finished: Finished[] = [];
  for (const send of await closable(ledger, only)) {
    const { proved, open } = await countDoubts(ledger.db, send.id);
    // Waiting for a person, perhaps for weeks: there is nothing to write.
    if (send.state === "settling" && proved === 0 && open > 0) continue;
    const result = await ledger.db.transaction().execute(async (db): Promise<Finished | null> => {
      if ((await countOpen(db, send.id)) > 0) return null;
      const now = ledger.clock.now();
      if (send.state === "submitting" && !(await stepSend(db, send.id, "submitting", "settling", now)))
        return null;
      await settleAcceptedByEvents(db, send.id);
      if ((await countDoubts(db, send.id)).open > 0)
        return send.state === "submitting" ? { send, state: "settling" } : null;
      const outcomes = await countOutcomes(db, send.id);
      for (const { id } of await batchesIn(db, send.id, ["uncertain"]))
        await stepBatch(db, { id }, "uncertain", "submitted", { accepted_at: now });
      const state = outcomes.refused > 0 ? "submitted_with_failures" : "submitted";
      // Two workers may see the end at once; one of them says so.
      const ours = await stepSend(db, send.id, "settling", state, now, { finished_at: now });
      return ours ? { send, state } : null;
    });
    if (result !== null) finished.push(result);
  }
  return finished;
}

async function closable({ db }: Ledger, only: number | undefined): Promise<SendRow[]> {
  if (only === undefined) return sendsIn(db, ["submitting", "settling"]);
  const send = await sendById(db, only);
  return send?.state === "submitting" || send?.state === "settling" ? [send] : [];
}

/** Settle a send's uncertain recipients as a person says: Resend has accepted them, or it has not. Returns how many. */
export async function decideUncertain(
  ledger: Ledger,
  send: SendRow,
  answer: "submitted" | "refused",
): Promise<number> {
  return ledger.db.transaction().execute(async (db) => {
    const changes = answer === "submitted" ? { accepted_at: ledger.clock.now() } : {};
    let decided = 0;
    for (const { id } of await batchesIn(db, send.id, ["uncertain"])) {
      await stepBatch(db, { id }, "uncertain", answer, changes);
      decided += await settleBatchItems(db, id, "uncertain", answer, `A person decided: ${answer}.`);
    }
    return decided;
  });
}
