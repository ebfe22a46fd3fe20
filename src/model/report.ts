import type { OverruledRule } from "./finding.ts";
import type { ExclusionReason, Outcome, SendState } from "./states.ts";
import type { Rating } from "./values/rating.ts";

/** How an issue went, derived on read. Counts are of recipients unless said otherwise. */
export interface Report {
  readonly slug: string;
  /** The subject, with `…` in place of each merge tag. */
  readonly subject: string;
  readonly list: string;
  readonly segment: string | null;
  /** When the first batch left; null before. */
  readonly startedAt: number | null;
  /**
   * Oldest first. There is more than one if the issue was scheduled again after it was canceled, or offered again to readers who missed
   * it.
   */
  readonly sends: readonly SendBooks[];
  readonly arrivals: Arrivals;
  /** Recipients who left the list after this issue started and before the next one did. */
  readonly unsubscribed: number;
  readonly clicks: Clicks;
  /** Answers to `::rate`; null if no send of the issue asks. */
  readonly ratings: Ratings | null;
  /** Recipients whose images were loaded, by a person or a machine; null where nothing says that opens are tracked. */
  readonly imageLoads: number | null;
  /** Shares of this issue, each with the median of up to eight issues of the list before it; null without any. */
  readonly shares: readonly Share[];
}

/** The books of one send. They balance at every instant: `balanced` is checked, not assumed. */
export interface SendBooks {
  readonly id: string;
  readonly state: SendState;
  readonly dueAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Null before the send is planned. */
  readonly candidates: number | null;
  readonly exclusions: Readonly<Partial<Record<ExclusionReason, number>>>;
  readonly recipients: number | null;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of the planned recipients wait for a later wave. */
  readonly waiting: number;
  /** Why recipients were refused, withdrawn or are uncertain, most frequent first. */
  readonly reasons: readonly { readonly outcome: Outcome; readonly reason: string; readonly count: number }[];
  readonly balanced: boolean;
  /** Rules that were overruled for its email: accepted in the file, or forced by a person. */
  readonly overruled: readonly OverruledRule[];
}

/** How many gave each answer, of the recipients who were handed to Resend with the question. */
export interface Ratings extends Readonly<Record<Rating, number>> {
  readonly asked: number;
}

/** What events say. Every submitted recipient is in exactly one of these. */
export interface Arrivals {
  /** Submitted, and no event of arrival yet. */
  readonly unknown: number;
  readonly delayed: number;
  readonly delivered: number;
  readonly failed: number;
  /** Accepted by Resend and then stopped by its quota. */
  readonly dropped: number;
  readonly suppressed: number;
  /** `transient` counts recipients with a transient bounce of whom nothing more definite is known. */
  readonly bounced: { readonly permanent: number; readonly undetermined: number; readonly transient: number };
  /** Delivered, and reported as spam. Gmail tells no sender, so this is always too low. */
  readonly complained: number;
}

interface ClickCounts {
  readonly human: number;
  readonly machine: number;
  /** Recipients with at least one human click. */
  readonly readers: number;
}

/** Clicks, counted as events, with those of machines apart: link scanners click everything. */
export interface Clicks extends ClickCounts {
  /** Most human clicks first. */
  readonly links: readonly LinkClicks[];
}

export interface LinkClicks extends ClickCounts {
  readonly url: string;
  /** The line of the file where the link first occurs; null for links of the template. */
  readonly line: number | null;
}

export interface Share {
  readonly name: "delivered" | "bounced" | "complained" | "unsubscribed" | "clicked";
  /** 0 to 1; null if there is nothing to divide by. */
  readonly value: number | null;
  readonly median: number | null;
}
