import type { Newsletter } from "./newsletter.ts";
import type { TemplateText } from "./template.ts";

/** Something preflight must know of the world. What could not be found out is printed and never counts as passed. */
export type Fact<T> =
  | { readonly kind: "known"; readonly value: T }
  /** `reason` is half a sentence for people: "there is no ledger yet". */
  | { readonly kind: "unavailable"; readonly reason: string };

/** What preflight, which is pure, knows of the world; gathered by app/. */
export interface Facts {
  readonly newsletter: Newsletter;
  /** The issue's file as its author wrote it: a word is looked for there. */
  readonly source: string;
  /** What made the email: its faults are found there and not in the issue. */
  readonly template: TemplateText;
  /** ms UTC. */
  readonly now: Fact<number>;
  /** Images by the `src` the author wrote. */
  readonly images: Fact<Readonly<Record<string, ImageFacts>>>;
  /** Active subscribers of the issue's list who lack an attribute, by the attribute's name; and how many there are in all. */
  readonly gaps: Fact<{ readonly subscribers: number; readonly lacking: Readonly<Record<string, number>> }>;
  /**
   * For a send in the readers' own morning: for how many readers of the list it is past, and how many there are.
   * Null where the issue asks for no such send, or where everybody's morning is still to come.
   */
  readonly pastLocalTime: Fact<{ readonly readers: number; readonly past: number } | null>;
  /** Issues before this one, newest first; drafts and mails to one person are none of them. */
  readonly earlier: Fact<readonly EarlierIssue[]>;
  /** Words that the dictionary of the issue's language does not have; null where the newsletter does not ask for it. */
  readonly spelling: Fact<readonly Misspelling[] | null>;
}

/** A word as it is written, and up to three that may be meant. */
export interface Misspelling {
  readonly word: string;
  readonly suggestions: readonly string[];
}

/** What an earlier issue gave its readers. Strings may hold merge-tag tokens. */
export interface EarlierIssue {
  readonly path: string;
  readonly title: string;
  readonly subject: string;
  /** Null where its author wrote none. */
  readonly previewText: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** The pages it led to, as `bareUrl` writes them. */
  readonly links: readonly string[];
}

/** An image as it will be served. */
export interface ImageFacts {
  /** Bytes a reader downloads. */
  readonly bytes: number;
  /** Pixels of the author's file, and CSS pixels of the shown width. */
  readonly pixelWidth: number;
  readonly shownWidth: number;
}

export function known<T>(value: T): Fact<T> {
  return { kind: "known", value };
}

export function unavailable(reason: string): { readonly kind: "unavailable"; readonly reason: string } {
  return { kind: "unavailable", reason };
}
