import { runApart } from "#src/apart/run-apart.ts";
import type { Usage } from "#src/model/quota.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type LedgerAddress, addressOf } from "#src/store/database/reopen-ledger.ts";
import { countActive } from "#src/store/readers/count-active.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { planSend } from "./plan-send.ts";

/** What the planning process needs to know. */
export interface PlanOrder extends LedgerAddress {
  readonly sendId: number;
  /** What is left of Resend's quotas; null if Resend did not say. */
  readonly usage: Usage | null;
}

/** Planning a list with at most this many active members takes less time than starting a process. */
const SMALL = 2_000;

/** Plans a send: in this process if its list is small, in a process of its own if the plan would keep others waiting. */
export async function planDue(
  ledger: Ledger,
  { id, list }: Pick<SendRow, "id" | "list">,
  usage: Usage | null = null,
): Promise<void> {
  const plan = (await countActive(ledger.db, list, SMALL + 1)) <= SMALL ? planSend : planInProcess;
  await plan(ledger, id, usage);
}

/**
 * Plans a send in a process with its own connection: freezing a million recipients takes seconds, and an unsubscribe
 * must be answered meanwhile. It is a process and not a thread, because a thread's memory stays with its process. Rejects
 * with the planning process's error.
 */
async function planInProcess(ledger: Ledger, sendId: number, usage: Usage | null): Promise<void> {
  const order: PlanOrder = { ...addressOf(ledger), sendId, usage };
  const script = new URL("./plan-process.ts", import.meta.url);
  await runApart<PlanOrder, void>({ script, kind: "process" }, order);
}
