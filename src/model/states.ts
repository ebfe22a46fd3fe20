import { HOUR_MS, MINUTE_MS } from "./durations.ts";
import { LetterpressError } from "./errors.ts";

/** Every legal step of a send. The store updates `where state = from`, so a lost race changes nothing. */
export const SEND_STEPS = {
  scheduled: ["planning", "paused", "canceled"],
  planning: ["submitting", "scheduled", "paused", "canceled"],
  submitting: ["paused", "settling", "canceled"],
  paused: ["scheduled", "submitting", "canceled"],
  settling: ["submitted", "submitted_with_failures"],
  submitted: [],
  submitted_with_failures: [],
  canceled: [],
} as const satisfies Record<string, readonly string[]>;
export type SendState = keyof typeof SEND_STEPS;

/** What pauses a send, what ends the pause, and what the terminal tells the person who must act. */
interface Pause {
  /** `issue`: its text, time or audience is in question. `send`: its delivery is. */
  readonly of: "issue" | "send";
  /** States in which the pause may begin. From `planning` it undoes the plan, which has written nothing yet. */
  readonly from: readonly SendState[];
  /**
   * What the file must say to end the pause; null if no edit ends it. `moved`: another time or audience than the one
   * recorded. `aheadMs`: a time at least this far in the future; null if any time will do.
   */
  readonly file: { readonly moved: boolean; readonly aheadMs: number | null } | null;
  /** The command by which a person ends it, with the options it needs. */
  readonly person: "resume" | "approve" | "approve --ramp accept";
  /** A person's new time ends the pause only if it is less than this far in the past; null if any time will do. */
  readonly lateMs: number | null;
  /** A person who resumes it has seen the numbers: the send continues without its brake. */
  readonly dropsBrake: boolean;
  /** What ends the pause without a person: the time in `resume_at`, or, for the mail of a trigger, the next attempt. */
  readonly itself: "at its time" | "trigger retries" | null;
  /** Resend must be asked who has the issue before anything is posted. */
  readonly asksResend: boolean;
  /** The pause asks a person about the email's bytes: a file that has the approved bytes again ends it. */
  readonly asksAboutBytes: boolean;
  /** What becomes of the send if its file turns into a draft, perhaps at one reading only, as after `git stash`. */
  readonly draft: "kept" | "taken back";
  /** What a person can do about it; `{slug}` is the issue's. */
  readonly hint: string;
}

/** Later than this a send does not start without a person: the machine was off, and its readers may be asleep. */
export const START_LATE_MS = HOUR_MS;
/** An edit this close to the time waits for a person: nobody has had time to look at it. */
export const LATE_EDIT_MS = 10 * MINUTE_MS;

const BEFORE_PLAN = ["scheduled", "planning"] as const;
const BEFORE_END = ["scheduled", "planning", "submitting"] as const;
const RESUME = {
  file: null,
  person: "resume",
  lateMs: null,
  dropsBrake: false,
  itself: null,
  asksResend: false,
  asksAboutBytes: false,
  draft: "taken back",
} as const;
const RESUME_OR_CANCEL = "`letterpress resume {slug}` continues it, `letterpress cancel {slug}` ends it.";

/** Every reason for a pause. Code that treats two reasons differently reads the difference here. */
export const PAUSES = {
  person: {
    ...RESUME,
    of: "send",
    from: BEFORE_END,
    draft: "kept",
    hint: RESUME_OR_CANCEL,
  },
  brake: {
    ...RESUME,
    of: "send",
    from: ["submitting"],
    dropsBrake: true,
    hint: "`letterpress report {slug}` shows why; then `letterpress resume {slug}` continues without the brake, `letterpress cancel {slug}` ends it.",
  },
  quota: {
    ...RESUME,
    of: "send",
    from: ["planning", "submitting"],
    itself: "trigger retries",
    hint: `\`letterpress doctor\` shows what is left; once it has renewed, ${RESUME_OR_CANCEL}`,
  },
  refused: {
    ...RESUME,
    of: "send",
    from: ["submitting"],
    hint: "fix what Resend names, `letterpress cancel {slug}`, then `letterpress send {slug}`; `letterpress resume {slug}` posts the rest unchanged.",
  },
  auth: {
    ...RESUME,
    of: "send",
    from: ["submitting"],
    itself: "trigger retries",
    hint: `\`letterpress doctor\` says what is wrong with the key or the domain; once it is right, ${RESUME_OR_CANCEL}`,
  },
  empty: {
    ...RESUME,
    of: "issue",
    from: ["planning"],
    file: { moved: true, aheadMs: 1 },
    hint: "`letterpress subscribers count` counts the readers of each list, `letterpress plan {slug}` names who is left out; once there is somebody, `letterpress resume {slug}` counts again, `letterpress cancel {slug}` ends it.",
  },
  late: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: false, aheadMs: 1 },
    lateMs: START_LATE_MS,
    hint: "`letterpress resume {slug}` sends it now, a future `send_at` reschedules it, `letterpress cancel {slug}` ends it.",
  },
  wave: {
    ...RESUME,
    of: "send",
    from: ["submitting"],
    person: "approve",
    itself: "at its time",
    hint: "`letterpress approve {slug}` sends the rest, `letterpress cancel {slug}` withdraws them.",
  },
  /** The send is much larger than any before it, and nobody has said whether it should grow day by day. */
  ramp: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: false, aheadMs: null },
    person: "approve --ramp accept",
    hint: "`letterpress plan {slug}` shows the ramp; then `letterpress approve {slug} --ramp accept` or `letterpress approve {slug} --ramp refuse`.",
  },
  edited: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: true, aheadMs: LATE_EDIT_MS },
    person: "approve",
    asksAboutBytes: true,
    draft: "kept",
    hint: "check the text, then `letterpress approve {slug}`.",
  },
  /** The same body was sent under another slug: somebody copied a file and forgot to replace it, or renamed one. */
  copied: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: false, aheadMs: null },
    person: "approve",
    asksAboutBytes: true,
    draft: "kept",
    hint: "`letterpress approve {slug}` sends it all the same, `letterpress cancel {slug}` does not.",
  },
  /** The file has an earlier text again. Two checkouts may take turns, and nobody knows which of them is the newer one. */
  returned: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    person: "approve",
    asksAboutBytes: true,
    draft: "kept",
    hint: "check the file here, then `letterpress approve {slug}` sends it as it is, `letterpress cancel {slug}` does not.",
  },
  /** The file is a draft, but in an older commit. The send continues as soon as the newer file is back. */
  older: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: false, aheadMs: null },
    draft: "kept",
    hint: "`letterpress resume {slug}` sends it as it was scheduled, `letterpress unschedule {slug}` takes it back.",
  },
  errors: {
    ...RESUME,
    of: "issue",
    from: BEFORE_PLAN,
    file: { moved: false, aheadMs: null },
    hint: "`letterpress check {slug}` shows the errors; once they are fixed, it is scheduled again.",
  },
  restored: {
    ...RESUME,
    of: "send",
    from: BEFORE_END,
    asksResend: true,
    hint: "`letterpress resume {slug}` first asks Resend who already has it.",
  },
  /** The send's settings in the ledger cannot be read. No file is compared with them, and every attempt pauses the send again. */
  damaged: {
    ...RESUME,
    of: "send",
    from: BEFORE_END,
    hint: "`letterpress cancel {slug}`, then `letterpress schedule {slug}` where its time is still to come, or `letterpress send {slug}`.",
  },
} as const satisfies Record<string, Pause>;
export type PauseReason = keyof typeof PAUSES;

/** The entry of `PAUSES` for a paused send's reason; undefined for a send that is not paused. */
export function pauseOf({ reason }: { readonly reason: PauseReason | null }): Pause | undefined {
  return reason === null ? undefined : PAUSES[reason];
}

/** Whether a send in this state may be paused for this reason. */
export function mayPause(reason: PauseReason, state: SendState): boolean {
  const { from }: Pause = PAUSES[reason];
  return from.includes(state);
}

/** Whether only a person's answer about the ramp ends the pause. */
export function asksForRamp(send: { readonly reason: PauseReason | null }): boolean {
  return pauseOf(send)?.person === "approve --ramp accept";
}

/** What a person can do about a pause, with commands as they must be typed. */
export function pauseHint(send: { readonly reason: PauseReason | null }, slug: string): string {
  return (pauseOf(send)?.hint ?? RESUME_OR_CANCEL).replaceAll("{slug}", slug);
}

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

/** Whether a reader with this outcome certainly did not get the issue, so that a later send of it may include them. */
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
/**
 * What starts a mail that has no time: a form, a confirmation, a reader's new address. `change` goes to that address and asks, `changed`
 * goes to the address before it and tells.
 */
export const TRIGGERS = ["confirm", "welcome", "change", "changed"] as const;
/** The event that starts a mail that has no time. */
export type TriggerName = (typeof TRIGGERS)[number];

/** Whether a mail goes to an address that is not yet, or no longer, on any list: it has a link to press and nothing to unsubscribe from. */
export function asksAddress(trigger: TriggerName | null): boolean {
  return trigger !== null && trigger !== "welcome";
}
/** `bounced_repeatedly`: every mail bounced transiently, before a rest and after it. */
export type SuppressionReason =
  | "bounced"
  | "bounced_repeatedly"
  | "complained"
  | "suppressed"
  | "manual"
  | "erased";
/** Why a candidate is left out of a send when it is planned. */
export type ExclusionReason = "suppressed" | "received" | "uncertain" | "paused" | "resting";

/** Throws `ledger/illegal-transition` if `from -> to` is not in the table: a programmer's error, never a user's. */
export function assertStep(table: Record<string, readonly string[]>, from: string, to: string): void {
  if (!table[from]?.includes(to)) {
    throw new LetterpressError(
      "ledger/illegal-transition",
      `A step from ${from} to ${to} is not in the table.`,
    );
  }
}
