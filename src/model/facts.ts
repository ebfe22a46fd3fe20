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
  /** Active subscribers of the list who lack an attribute, by the attribute's name; and how many there are in all. */
  readonly gaps: Fact<{ readonly subscribers: number; readonly lacking: Readonly<Record<string, number>> }>;
  /**
   * For a send in the readers' own morning: for how many readers of the list it is past, and how many there are.
   * Null where the issue asks for no such send, or where everybody's morning is still to come.
   */
  readonly pastLocalTime: Fact<{ readonly readers: number; readonly past: number } | null>;
  /** What addresses of other sites answered, by address without its fragment; one that was not asked is not among them. */
  readonly links: Fact<Readonly<Record<string, LinkAnswer>>>;
}

/** What an address of another site answered. `reason` is half a sentence for people: "it answers with status 404". */
export type LinkAnswer =
  | {
      readonly kind: "ok";
      /** Where it has moved to permanently; null where it has not. */
      readonly moved: string | null;
      /** The site's first page answered in the place of the page that was asked for. */
      readonly home: boolean;
      /** Its media type without parameters, such as `text/html`; empty where it names none. */
      readonly type: string;
    }
  /** Readers would not get there either. */
  | { readonly kind: "broken"; readonly reason: string }
  /** Who is not signed in sees a form to do so. */
  | { readonly kind: "login"; readonly reason: string }
  /** It says nothing about what readers get: a machine is refused, or a server is down for the moment. */
  | { readonly kind: "unknown"; readonly reason: string };

/** An image as it will be served. */
export interface ImageFacts {
  /** Bytes a reader downloads. */
  readonly bytes: number;
  /** Pixels of the author's file, and CSS pixels of the shown size. */
  readonly pixelWidth: number;
  readonly shownWidth: number;
  readonly shownHeight: number;
  /** The first frame of an animation is a plain colour; missing for every other picture. */
  readonly blankStart?: true;
}

export function known<T>(value: T): Fact<T> {
  return { kind: "known", value };
}

export function unavailable(reason: string): { readonly kind: "unavailable"; readonly reason: string } {
  return { kind: "unavailable", reason };
}
