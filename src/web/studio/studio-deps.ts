import type { StudioSource } from "#src/app/studio/studio-source.ts";
import type { App } from "#src/app/open-app.ts";
import type { Clock } from "#src/model/clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the studio's API is given. It computes nothing itself. */
export interface StudioDeps {
  readonly source: StudioSource;
  readonly clock: Clock;
  /** Null in a project that has none. */
  readonly ledger: Ledger | null;
  /** What decides about sends and readers of that ledger; null where none is open. */
  readonly app: App | null;
  /** The ledger in words, for the header: `Sandbox: nobody is mailed`. */
  readonly ledgerName: string;
  /** Address of the sandbox's inbox; null where it does not run. */
  readonly sandboxUrl: string | null;
  /** Calls back after every saved change in the project. Returns a function that stops it. */
  readonly watch: (onChange: () => void) => () => void;
}
