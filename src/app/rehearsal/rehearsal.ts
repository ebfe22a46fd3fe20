import type { BatchState, Outcome } from "#src/model/states.ts";
import type { FaultName } from "./faults.ts";

/** What a rehearsal has to do. Plain data, because it goes to another process. */
export interface RehearsalOrder {
  /** The project's root. */
  readonly root: string;
  readonly slug: string;
  /** How many readers take part; the copy is filled up with made-up readers, or cut. */
  readonly readers: number;
  readonly faults: readonly FaultName[];
  /** The ledger whose audience is copied, which is only read. Null where there is none: then every reader is made up. */
  readonly source: {
    readonly url: string;
    readonly destination: "resend" | "sandbox";
    readonly suppressionKey: string;
  } | null;
}

/** How far a rehearsal has got. */
export interface RehearsalNews {
  readonly phase: "composing" | "copying" | "sending" | "counting" | "over";
  /** How many of the readers are copies of members, and not made up from nothing. */
  readonly copied: number;
  readonly readers: number;
  /** The send's state; null before there is one. */
  readonly state: string | null;
  readonly note: string | null;
  readonly batches: Readonly<Record<BatchState, number>> | null;
  readonly outcomes: Readonly<Record<Outcome, number>> | null;
  readonly posts: number;
  readonly repeated: number;
  /** How often the process that sends was killed. */
  readonly kills: number;
  /** Events that came back and were applied, by name. */
  readonly events: Readonly<Record<string, number>>;
  /** The latest errors of batches that are open. */
  readonly errors: readonly string[];
  /** Milliseconds since the first mail could leave. */
  readonly elapsedMs: number;
  /** Counted in the sandbox's inbox at the end; null before. */
  readonly count: RehearsalCount | null;
}

/** The result, counted from what readers got and not from what the ledger says. */
export interface RehearsalCount {
  /** Copies in the inbox. */
  readonly messages: number;
  /** Readers of whom the ledger says “submitted” and the inbox has nothing. */
  readonly lost: number;
  /** Readers with more than one copy. */
  readonly doubled: number;
  /** Readers of whom the ledger does not know whether they got a copy: a person would decide. */
  readonly uncertain: number;
}
