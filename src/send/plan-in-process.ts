import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type ErrorCode, LetterpressError } from "#src/model/errors.ts";
import type { Usage } from "#src/model/quota.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the planning process is told. A message and not an argument: the address may hold a password. */
export interface PlanOrder {
  readonly url: string;
  readonly destination: Ledger["destination"];
  readonly sendId: number;
  /** What Resend says is left of its quotas; null where it did not say. */
  readonly usage: Usage | null;
  /** How far the caller's clock is ahead of the machine's, ms. */
  readonly offset: number;
}

/** Why it could not plan. */
export interface PlanFailure {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly hint: string;
}

/**
 * Plan a send in a process with its own connection: freezing a million recipients takes seconds, and an unsubscribe
 * must be answered meanwhile. A process and not a thread, because a thread's memory stays with its process. Rejects
 * with the planning process's error.
 */
export async function planInProcess(
  ledger: Ledger,
  sendId: number,
  usage: Usage | null = null,
): Promise<void> {
  const { url, destination } = ledger;
  const child = fork(fileURLToPath(new URL("./plan-process.ts", import.meta.url)));
  let failure: PlanFailure | null = null;
  child.on("message", (message) => {
    failure = message as PlanFailure;
  });
  child.send({
    url,
    destination,
    sendId,
    usage,
    offset: ledger.clock.now() - Date.now(),
  } satisfies PlanOrder);
  // Its last message may come after its end; the channel closes behind both.
  const [[code, signal]] = (await Promise.all([once(child, "exit"), once(child, "disconnect")])) as [
    [number | null, string | null],
    unknown,
  ];
  if (failure !== null) throw asError(failure);
  if (code !== 0) throw new Error(`The planning process ended with ${code ?? signal}.`);
}

function asError({ code, message, hint }: PlanFailure): Error {
  return code === null ? new Error(message) : new LetterpressError(code, message, { hint });
}
