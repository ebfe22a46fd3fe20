import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, sendsIn, stepSend } from "#src/store/sends.ts";
import { planInWorker } from "./plan-in-worker.ts";
import { releaseWaves } from "./release-waves.ts";

/** Later than this a send does not start by itself: the machine was off, and its readers may be asleep. */
export const LATE_MS = 60 * 60_000;

export interface Started {
  readonly send: SendRow;
  readonly what: "planned" | "late";
}

/** Start every send whose time has come, and go on with plans that a crash interrupted. */
export async function startDue(ledger: Ledger): Promise<Started[]> {
  const started: Started[] = [];
  await releaseWaves(ledger);
  for (const send of await sendsIn(ledger.db, ["scheduled", "planning"])) {
    const now = ledger.clock.now();
    if (send.state === "scheduled") {
      if (send.due_at > now) continue;
      if (now - send.due_at > LATE_MS) {
        const note = `It was due ${instantInWords(send.due_at, send.zone)} and nothing was running then.`;
        if (await stepSend(ledger.db, send.id, "scheduled", "paused", now, { reason: "late", note }))
          started.push({ send, what: "late" });
        continue;
      }
      if (!(await stepSend(ledger.db, send.id, "scheduled", "planning", now))) continue;
    }
    await planInWorker(ledger, send.id);
    started.push({ send, what: "planned" });
  }
  return started;
}
