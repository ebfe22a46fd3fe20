/** How an issue stands at Resend when a tick or a command has ended. Instants are ms UTC. */
export type IssueState =
  | { readonly kind: "scheduled"; readonly at: number; readonly id: string }
  /** The time is further ahead than Resend keeps one; the issue is handed over at `from`. */
  | { readonly kind: "later"; readonly at: number; readonly from: number }
  /** A draft is made; a tick at or after `at` goes on. */
  | { readonly kind: "waits"; readonly at: number }
  | { readonly kind: "sending" | "sent" | "canceled"; readonly id: string; readonly at: number | null }
  | { readonly kind: "failed"; readonly id: string; readonly status: string }
  /** The file is a draft, or names no time. */
  | { readonly kind: "draft" }
  | { readonly kind: "unscheduled"; readonly at: number }
  /**
   * Its time has passed; or, if `near`, is too close to hand it over. `stays` is when Resend sends the version that it still has,
   * null where it has none.
   */
  | { readonly kind: "missed"; readonly at: number; readonly near: boolean; readonly stays: number | null }
  /** Scheduled for `at`; the file says otherwise now, too late to change it. */
  | { readonly kind: "too-late"; readonly at: number; readonly id: string }
  /** What Resend has comes from a later commit than this one. */
  | { readonly kind: "newer" }
  | { readonly kind: "differs-here"; readonly at: number | null }
  /** Somebody edited it in the dashboard: its content or its time is not what its name says. */
  | { readonly kind: "edited"; readonly status: string; readonly at: number | null }
  /** Somebody scheduled a broadcast in the dashboard that is a copy or has lost its name. */
  | { readonly kind: "by-hand"; readonly at: number | null; readonly id: string }
  /** Somebody canceled it in the dashboard, or a run ended before it was handed over. */
  | { readonly kind: "stopped"; readonly at: number }
  /** This checkout may only read; `at` is the time of what is scheduled. */
  | { readonly kind: "behind"; readonly at: number | null }
  /** The issue's file cannot be used, and changes nothing. */
  | { readonly kind: "unreadable"; readonly at: number | null };

/**
 * The exit code of each state: 4 waits for a person, and `next` is the one command that settles it; 1 is a finding. Any
 * other state ends by itself.
 */
export const ISSUE_STATES: Readonly<
  Record<IssueState["kind"], { readonly exit: 0 | 1 | 4; readonly next: string | null }>
> = {
  scheduled: { exit: 0, next: null },
  later: { exit: 0, next: null },
  waits: { exit: 0, next: null },
  sending: { exit: 0, next: null },
  sent: { exit: 0, next: null },
  canceled: { exit: 0, next: null },
  draft: { exit: 0, next: null },
  unscheduled: { exit: 0, next: "letterpress schedule {slug}" },
  behind: { exit: 0, next: null },
  unreadable: { exit: 0, next: "letterpress check {slug}" },
  missed: { exit: 1, next: "letterpress send {slug}" },
  "differs-here": { exit: 1, next: "letterpress schedule {slug}" },
  edited: { exit: 1, next: "letterpress schedule {slug}" },
  "by-hand": { exit: 1, next: "letterpress cancel {slug}" },
  failed: { exit: 4, next: "letterpress cancel {slug}" },
  "too-late": { exit: 4, next: "letterpress unschedule {slug}" },
  newer: { exit: 4, next: "letterpress schedule {slug}" },
  stopped: { exit: 4, next: "letterpress schedule {slug}" },
};
