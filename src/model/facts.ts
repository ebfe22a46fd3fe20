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
  /** The file as its author wrote it: a word is looked for there. */
  readonly source: string;
  /** What made the email: its faults are found there and not in the issue. */
  readonly template: TemplateText;
  /** ms UTC. */
  readonly now: Fact<number>;
  /** Images by the `src` the author wrote. */
  readonly images: Fact<Readonly<Record<string, ImageFacts>>>;
  /** The light logo in dark mode, where no dark one takes its place; null where there is no such logo. */
  readonly logo: Fact<LogoFacts | null>;
  /** What axe-core finds in a browser; null where nobody asked for it. */
  readonly deep: Fact<readonly DeepFault[] | null>;
  /** Active subscribers of the list who lack an attribute, by the attribute's name; and how many there are in all. */
  readonly gaps: Fact<{ readonly subscribers: number; readonly lacking: Readonly<Record<string, number>> }>;
  /**
   * For a send in the readers' own morning: for how many readers of the list it is past, and how many there are.
   * Null where the issue asks for no such send, or where everybody's morning is still to come.
   */
  readonly pastLocalTime: Fact<{ readonly readers: number; readonly past: number } | null>;
}

/** An image as it will be served. */
export interface ImageFacts {
  /** Bytes a reader downloads. */
  readonly bytes: number;
  /** Pixels of the author's file, and CSS pixels of the shown width. */
  readonly pixelWidth: number;
  readonly shownWidth: number;
}

/** Parts from 0 to 1. */
export interface LogoFacts {
  /** Of its pixels, those that show what is behind it. */
  readonly clear: number;
  /** Of the others, those that have less than 3:1 on the dark palette's paper. */
  readonly lost: number;
}

/** What one rule of axe-core finds wrong. */
export interface DeepFault {
  /** The rule's name, such as `color-contrast`. */
  readonly id: string;
  /** What must be so, as axe-core says it. */
  readonly help: string;
  readonly impact: "minor" | "moderate" | "serious" | "critical";
  /** The looks it is found in, such as `light`. */
  readonly looks: readonly string[];
  /** The opening tag of the first element that it is about, and the number of all. */
  readonly html: string;
  readonly words: string;
  readonly elements: number;
}

export function known<T>(value: T): Fact<T> {
  return { kind: "known", value };
}

export function unavailable(reason: string): { readonly kind: "unavailable"; readonly reason: string } {
  return { kind: "unavailable", reason };
}
