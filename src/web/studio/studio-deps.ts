import type { RehearsalOrder } from "#src/app/rehearsal/rehearsal.ts";
import type { Rehearsals } from "#src/app/rehearsal/rehearsals.ts";
import type { StudioSource } from "#src/app/studio/studio-source.ts";
import type { Clock } from "#src/model/clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the studio's API is given. It computes nothing itself. */
export interface StudioDeps {
  readonly source: StudioSource;
  readonly clock: Clock;
  /** Null in a project that has none. */
  readonly ledger: Ledger | null;
  /** Rehearsals, and the ledger whose audience they copy; null where there is none. */
  readonly rehearsals: { readonly all: Rehearsals; readonly source: RehearsalOrder["source"] };
  /** The ledger in words, for the header: `Sandbox: nobody is mailed`. */
  readonly ledgerName: string;
  /** Address of the sandbox's inbox; null where it does not run. */
  readonly sandboxUrl: string | null;
  /** Calls back after every saved change in the project. Returns a function that stops it. */
  readonly watch: (onChange: () => void) => () => void;
}
