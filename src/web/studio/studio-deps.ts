import type { RehearsalOrder } from "#src/app/rehearsal/rehearsal.ts";
import type { Rehearsals } from "#src/app/rehearsal/rehearsals.ts";
import type { createHostedCounter } from "#src/app/studio/count-hosted.ts";
import type { StudioSource } from "#src/app/studio/source/studio-source.ts";
import type { CloserLook } from "#src/app/studio/closer-look.ts";
import type { Mailer } from "#src/app/studio/mail-test.ts";
import type { App } from "#src/app/open-app.ts";
import type { Clock } from "#src/model/clock.ts";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the studio's API is given to show an email. It computes nothing itself. */
export interface StudioDeps {
  readonly source: StudioSource;
  readonly clock: Clock;
  /** Which ledger is open. With `resend` each action that mails must be confirmed. */
  readonly destination: "resend" | "sandbox";
  /** The ledger in words, for the header: `Sandbox: nobody is mailed`. */
  readonly ledgerName: string;
  /** Whether mail goes to a sandbox of this process. */
  readonly hasInbox: boolean;
  /** What servers and a browser are asked on a click, and what they answered. */
  readonly closer: CloserLook;
  /** The program that opens files for the author; null for the editor that is running. */
  readonly editor: string | null;
  /** Waits until ledger and sandbox are open. That takes longer than drawing the first email, and comes after it. */
  readonly opened: () => Promise<Opened>;
  /** Reads the files again, and lets every page ask again. */
  readonly changed: () => void;
  /** Calls back after every saved change in the project. Returns a function that stops it. */
  readonly watch: (onChange: () => void) => () => void;
}

/** What is opened beside the author's files. */
export interface Opened {
  /** Null in a project that has no ledger. */
  readonly ledger: Ledger | null;
  /** The app that decides about sends and readers of that ledger; null if none is open. */
  readonly app: App | null;
  /** All rehearsals, and the ledger whose audience they copy; `source` is null if there is none. */
  readonly rehearsals: { readonly all: Rehearsals; readonly source: RehearsalOrder["source"] };
  /** Null if nothing was opened that could mail. */
  readonly mailer: Mailer | null;
  /** Counts Resend's segments for a newsletter whose readers live there; null if nothing was opened that could ask. */
  readonly countHosted: ReturnType<typeof createHostedCounter> | null;
  /** The sandbox of this process; null where mail goes through Resend. */
  readonly sandbox: Sandbox | null;
}

/** What a part of the API is given that is loaded when it is first asked. */
export interface OpenedDeps extends StudioDeps, Opened {}
