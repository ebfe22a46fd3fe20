import type { Ledger } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";

/**
 * What another process or thread needs to open the ledger again. Passed as a message and not as an argument: the URL may
 * hold a password.
 */
export interface LedgerAddress {
  readonly url: string;
  readonly destination: Ledger["destination"];
  /** How far the ledger's clock is ahead of the machine's, ms. */
  readonly offset: number;
}

export function addressOf({ url, destination, clock }: Ledger): LedgerAddress {
  return { url, destination, offset: clock.now() - Date.now() };
}

/**
 * The same ledger with a connection of its own, and with the clock of the ledger it was opened from. `suppressionKey` is handed
 * over where addresses are looked up under it: the environment of the other side does not hold it.
 */
export async function reopenLedger(
  { url, destination, offset }: LedgerAddress,
  suppressionKey: string | null,
): Promise<Ledger> {
  const clock = { now: () => Date.now() + offset };
  return openLedger({ url, root: "/", destination, suppressionKey, clock });
}
