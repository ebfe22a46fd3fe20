import type { Ledger } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";

/** Enough to open a ledger again in another process or thread. A message and not an argument: it may hold a password. */
export interface LedgerAddress {
  readonly url: string;
  readonly destination: Ledger["destination"];
  /** How far the ledger's clock is ahead of the machine's, ms. */
  readonly offset: number;
}

export function addressOf({ url, destination, clock }: Ledger): LedgerAddress {
  return { url, destination, offset: clock.now() - Date.now() };
}

/** The same ledger with a connection of its own, and with the clock of the ledger it was opened from. */
export async function reopenLedger({ url, destination, offset }: LedgerAddress): Promise<Ledger> {
  return openLedger({ url, root: "/", destination, clock: { now: () => Date.now() + offset } });
}
