import { countDropped } from "#src/store/audience/dropped.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { finishedSend, scheduleAgain } from "./send-again.ts";

/** Who would get an issue that Resend accepted and its quota then stopped: still on the list, and nothing since. */
export async function countDroppedReaders(ledger: Ledger, slug: string): Promise<number> {
  const { issue_id: issueId, list } = await finishedSend(ledger, slug);
  return countDropped(ledger.db, { issueId, list, now: ledger.clock.now() });
}

/** A new send to exactly those (see `scheduleAgain`). Their old deliveries become `refused`, reason `dropped`. */
export async function scheduleDropped(ledger: Ledger, slug: string, person: string): Promise<SendRow> {
  return scheduleAgain(ledger, slug, { missed: "dropped", person });
}
