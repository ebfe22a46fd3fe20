import type { Newsletter } from "./newsletter.ts";
import type { TemplateText } from "./template.ts";

/** Something that preflight must know about the outside world. A fact that could not be found out is printed and never counts as passed. */
export type Fact<T> =
  | { readonly kind: "known"; readonly value: T }
  /** `reason` is half a sentence for people: "there is no ledger yet". */
  | { readonly kind: "unavailable"; readonly reason: string };

/** Facts that depend on an issue's files alone: as long as the files stay the same, so does every answer that reads nothing else. */
export interface FileFacts {
  readonly newsletter: Newsletter;
  /** The issue's file as its author wrote it: a finding about a word looks for its line here. */
  readonly source: string;
  /** The template that made the email: faults in it are reported at its own lines, not in the issue. */
  readonly template: TemplateText;
  /** Images by the `src` the author wrote. */
  readonly images: Fact<Readonly<Record<string, ImageFacts>>>;
  /** How the light logo looks in dark mode, if no dark logo takes its place; null if there is no such logo. */
  readonly logo: Fact<LogoFacts | null>;
}

/** Everything that preflight, which is pure, knows about the outside world; gathered by app/. */
export interface Facts extends FileFacts {
  /** ms UTC. */
  readonly now: Fact<number>;
  /** Numbers about the readers whom the email is for. */
  readonly readers: Fact<ReaderFacts>;
  /** What axe-core finds in a browser; null if nobody asked for it. */
  readonly deep: Fact<readonly DeepFault[] | null>;
  /**
   * For a send in each reader's own morning: `past` counts the readers of the list whose morning is over, `readers` all
   * of them. Null if the issue asks for no such send, or if everybody's morning is still to come.
   */
  readonly pastLocalTime: Fact<{ readonly readers: number; readonly past: number } | null>;
  /** What addresses of other sites answered, by address without its fragment; an address that was not asked is absent. */
  readonly links: Fact<Readonly<Record<string, LinkAnswer>>>;
  /** What DNS, and Resend if the key may ask it, say about the sender's domain. */
  readonly dns: Fact<DomainFacts>;
  /** What SpamAssassin makes of the mail. */
  readonly spam: Fact<SpamFacts>;
  /** Issues before this one, newest first, without drafts and mails to one person. */
  readonly earlier: Fact<readonly EarlierIssue[]>;
  /** Words that the dictionary of the issue's language lacks; null if the newsletter asks for no spelling check. */
  readonly spelling: Fact<readonly Misspelling[] | null>;
}

/** A misspelt word as it is written, and up to three words that may be meant. */
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
  /** The pages that it linked to, as `bareUrl` writes them. */
  readonly links: readonly string[];
}

/** Active subscribers of the list, in the issue's segment where it has one. Numbers only, never who they are. */
export interface ReaderFacts {
  readonly subscribers: number;
  /** Active subscribers of the whole list: a segment that finds nobody is a fault, but an empty list may be a newsletter's beginning. */
  readonly onList: number;
  /** By name, for each attribute that the email uses; nothing is known about an attribute that is absent here. */
  readonly attributes: Readonly<Record<string, AttributeFacts>>;
  /** For each segment that a part of the email is for, in the order of `Email.asked`: the number of subscribers in it. */
  readonly inPart: readonly number[];
}

/** Numbers of subscribers, by what they have in one attribute. */
export interface AttributeFacts {
  readonly lacking: number;
  /** Values with an `@`: an address where a name was asked for. */
  readonly addresses: number;
  /** What people type to get past a form: `test`, `asdf`, `n/a`. */
  readonly fillers: number;
  /** Values of three or more characters with a capital and no small letter, of A to Z. */
  readonly capitals: number;
  /** Characters of the longest value. */
  readonly longest: number;
}

export interface DomainFacts {
  /** The domain of the sender's address. */
  readonly domain: string;
  /** The nearest name at or above the domain with a DMARC policy, and its TXT records; null where no name has any. */
  readonly dmarc: { readonly name: string; readonly texts: readonly string[] } | null;
  /** The domain that bounces go to. Receivers check its SPF record. */
  readonly returnPath: {
    readonly name: string;
    readonly spf: readonly string[];
    /**
     * DNS questions that a receiver must ask to evaluate the record; after more than ten it gives up. Null unless there is
     * exactly one record.
     */
    readonly lookups: number | null;
  };
  readonly dkim: { readonly name: string; readonly texts: readonly string[] };
  /** Where replies go. */
  readonly replies: {
    readonly domain: string;
    /** False if no server takes mail for that domain. */
    readonly takesMail: boolean;
  };
  /** Unavailable if nobody with a key asked Resend. */
  readonly atResend: Fact<DomainAtResend>;
}

/** The sender's domain as Resend knows it. */
export interface DomainAtResend {
  /** False if Resend refuses mail from this domain. */
  readonly sends: boolean;
  /** `verified`, `pending`, …; null where the team has no such domain. */
  readonly status: string | null;
  /** DNS records that Resend asks for and does not find, as a DNS host wants them typed: `TXT send with the value …`. */
  readonly missing: readonly string[];
  /** Null where Resend did not say. */
  readonly tracks: { readonly opens: boolean; readonly clicks: boolean } | null;
}

export interface SpamFacts {
  readonly score: number;
  /** The score from which SpamAssassin calls a mail spam, usually 5. */
  readonly limit: number;
  /** Names of the tests that fired. */
  readonly rules: readonly string[];
}

/** What an address of another site answered. `reason` is half a sentence for people: "it answers with status 404". */
export type LinkAnswer =
  | {
      readonly kind: "ok";
      /** Where the page has moved to permanently; null if it has not. */
      readonly moved: string | null;
      /** True if the site's first page answered in place of the page that was asked for. */
      readonly home: boolean;
      /** The answer's media type without parameters, such as `text/html`; empty if the answer names none. */
      readonly type: string;
    }
  /** Readers would not reach the page either. */
  | { readonly kind: "broken"; readonly reason: string }
  /** A visitor who is not signed in sees a form to sign in. */
  | { readonly kind: "login"; readonly reason: string }
  /** The answer says nothing about what readers get: the site refuses a machine, or its server is down for the moment. */
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

/** Shares from 0 to 1. */
export interface LogoFacts {
  /** The share of the logo's pixels that show what is behind them. */
  readonly clear: number;
  /** The share of its opaque pixels whose contrast with the dark palette's paper is less than 3:1. */
  readonly lost: number;
}

/** What one rule of axe-core finds wrong. */
export interface DeepFault {
  /** The rule's name, such as `color-contrast`. */
  readonly id: string;
  /** The requirement, in axe-core's words. */
  readonly help: string;
  readonly impact: "minor" | "moderate" | "serious" | "critical";
  /** The looks it is found in, such as `light`. */
  readonly looks: readonly string[];
  /** The opening tag of the first faulty element, its text, and the number of faulty elements. */
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
