import { once } from "node:events";
import { LetterpressError } from "#src/model/errors.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import type { PlanFailure, PlanOrder } from "./plan-in-process.ts";
import { planSend } from "./plan-send.ts";

// Ctrl-C reaches every process of a terminal. What plans is one transaction: it ends by itself, whole or not at all.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);

const [{ url, destination, sendId, usage, offset }] = (await once(process, "message")) as [PlanOrder];
try {
  await using ledger = await openLedger({
    url,
    root: "/",
    destination,
    clock: { now: () => Date.now() + offset },
  });
  await planSend(ledger, sendId, usage);
} catch (error) {
  process.exitCode = 1;
  // The callback takes the error of a channel whose other end has died: nobody is left to hear why.
  process.send?.(failureOf(error), () => undefined);
}
// Closed already where the parent died meanwhile; what was planned stands all the same.
if (process.connected) process.disconnect();

/** An error's class does not survive the way between processes, and with it the exit code would be lost. */
function failureOf(error: unknown): PlanFailure {
  if (error instanceof LetterpressError)
    return { code: error.code, message: error.message, hint: error.hint };
  return {
    code: null,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hint: "",
  };
}
