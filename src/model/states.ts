import { LetterpressError } from "./errors.ts";

/** Every legal step of a send. The store updates `where state = from`, so a lost race changes nothing. */
export const SEND_STEPS = {
  scheduled: ["planning", "paused", "canceled"],
  planning: ["submitting", "scheduled", "paused"],
  submitting: ["paused", "settling", "canceled"],
  paused: ["scheduled", "planning", "submitting", "canceled", "settling"],
  settling: ["submitted", "submitted_with_failures", "submitting"],
  submitted: [],
  submitted_with_failures: [],
  canceled: [],
} as const satisfies Record<string, readonly string[]>;
export type SendState = keyof typeof SEND_STEPS;

/** Why a send waits for a person. */
export type PauseReason =
  | "person"
  | "brake"
  | "quota"
  | "refused"
  | "auth"
  | "empty"
  | "late"
  | "wave"
  /** Much larger than any send before, and nobody has said whether it should grow day by day. */
  | "ramp"
  | "edited"
  | "uncertain"
  | "restored";

/**
 * Every legal step of a batch. `submitting -> pending` only after a definite non-acceptance; an uncertain batch is
 * settled by events, by Resend's list or by a person, never by posting it again.
 */
export const BATCH_STEPS = {
  pending: ["submitting", "withdrawn"],
  submitting: ["submitted", "refused", "split", "uncertain", "pending"],
  uncertain: ["submitted", "refused"],
  submitted: [],
  refused: [],
  split: [],
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>;
export type BatchState = keyof typeof BATCH_STEPS;

/** What became of our submission; written only by send/. */
export type Outcome = "planned" | "submitted" | "refused" | "withdrawn" | "uncertain";

/** Whether a reader of this outcome did not get the issue for certain, so that a later send of it may include them. */
export function isNotReceived(outcome: Outcome): boolean {
  return outcome === "withdrawn" || outcome === "refused";
}

/** What events say of a delivery, lowest first; written only by track/: the maximum wins. */
export const ARRIVALS = [
  "delayed",
  "delivered",
  "failed",
  "dropped",
  "suppressed",
  "bounced",
  "complained",
] as const;
export type Arrival = (typeof ARRIVALS)[number];

/** Rank of an arrival as the ledger stores it; 0 is nothing yet. */
export function arrivalRank(arrival: Arrival | null): number {
  return arrival === null ? 0 : ARRIVALS.indexOf(arrival) + 1;
}

export type MembershipState = "pending" | "active" | "unsubscribed";
export type SendKind = "issue" | "trigger" | "test";
/** What a mail that no issue is waits for: a form, or a confirmation. */
export type TriggerName = "confirm" | "welcome";
export type SuppressionReason = "bounced" | "complained" | "suppressed" | "manual" | "erased";
/** Why a candidate is left out of a send when it is planned. */
export type ExclusionReason = "suppressed" | "received" | "paused";

/** Throws where `from -> to` is not in the table: a programmer's error, never a user's. */
export function assertStep(table: Record<string, readonly string[]>, from: string, to: string): void {
  if (!table[from]?.includes(to)) {
    throw new LetterpressError(
      "ledger/illegal-transition",
      `A step from ${from} to ${to} is not in the table.`,
    );
  }
}
