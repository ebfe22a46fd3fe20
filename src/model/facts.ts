import type { Newsletter } from "./newsletter.ts";
import type { TemplateText } from "./template.ts";

/** Something preflight must know of the world. What could not be found out is printed and never counts as passed. */
export type Fact<T> =
  | { readonly kind: "known"; readonly value: T }
  /** `reason` is half a sentence for people: "there is no ledger yet". */
  | { readonly kind: "unavailable"; readonly reason: string };

/** What an issue's files decide alone: as long as they stay the same, so does every answer that reads nothing else. */
export interface FileFacts {
  readonly newsletter: Newsletter;
  /** The issue's file as its author wrote it: a word is looked for there. */
  readonly source: string;
  /** What made the email: its faults are found there and not in the issue. */
  readonly template: TemplateText;
  /** Images by the `src` the author wrote. */
  readonly images: Fact<Readonly<Record<string, ImageFacts>>>;
  /** The light logo in dark mode, where no dark one takes its place; null where there is no such logo. */
  readonly logo: Fact<LogoFacts | null>;
}

/** What preflight, which is pure, knows of the world; gathered by app/. */
export interface Facts extends FileFacts {
  /** ms UTC. */
  readonly now: Fact<number>;
  /** Whom the email is for, in numbers. */
  readonly readers: Fact<ReaderFacts>;
  /** What axe-core finds in a browser; null where nobody asked for it. */
  readonly deep: Fact<readonly DeepFault[] | null>;
  /**
   * For a send in the readers' own morning: for how many readers of the list it is past, and how many there are.
   * Null where the issue asks for no such send, or where everybody's morning is still to come.
   */
  readonly pastLocalTime: Fact<{ readonly readers: number; readonly past: number } | null>;
  /** What addresses of other sites answered, by address without its fragment; one that was not asked is not among them. */
  readonly links: Fact<Readonly<Record<string, LinkAnswer>>>;
  /** What DNS, and Resend where it may be asked, say of the sender's domain. */
  readonly dns: Fact<DomainFacts>;
  /** What SpamAssassin makes of the mail. */
  readonly spam: Fact<SpamFacts>;
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

/** Active subscribers of the list, in the issue's segment where it has one. Numbers only, never who they are. */
export interface ReaderFacts {
  readonly subscribers: number;
  /** Of the whole list: a segment that finds nobody is a fault, an empty list may be a beginning. */
  readonly onList: number;
  /** By the names of the attributes that the email uses; of one that is not there nothing is known. */
  readonly attributes: Readonly<Record<string, AttributeFacts>>;
  /** For each segment that a part of the email is for, in the order of `Email.asked`: how many of the subscribers are in it. */
  readonly inPart: readonly number[];
}

/** How many subscribers have what in one attribute. */
export interface AttributeFacts {
  readonly lacking: number;
  /** An `@` in it: an address where a name was asked for. */
  readonly addresses: number;
  /** What people type to get past a form: `test`, `asdf`, `n/a`. */
  readonly fillers: number;
  /** Three capitals or more and no small letter, of A to Z. */
  readonly capitals: number;
  /** Characters of the longest value. */
  readonly longest: number;
}

export interface DomainFacts {
  /** Of the sender's address. */
  readonly domain: string;
  /** The nearest name at or above the domain with a DMARC policy, and its TXT records; null where no name has any. */
  readonly dmarc: { readonly name: string; readonly texts: readonly string[] } | null;
  /** Where bounces go, whose SPF receivers look at. */
  readonly returnPath: {
    readonly name: string;
    readonly spf: readonly string[];
    /** DNS questions that reading them takes a receiver; more than ten make it give up. Null without exactly one record. */
    readonly lookups: number | null;
  };
  readonly dkim: { readonly name: string; readonly texts: readonly string[] };
  /** Where replies go. */
  readonly replies: {
    readonly domain: string;
    /** False where no server takes mail for it. */
    readonly takesMail: boolean;
  };
  /** Unavailable where nobody with a key asked. */
  readonly atResend: Fact<DomainAtResend>;
}

/** The sender's domain as Resend has it. */
export interface DomainAtResend {
  /** False where Resend refuses what is sent from it. */
  readonly sends: boolean;
  /** `verified`, `pending`, …; null where the team has no such domain. */
  readonly status: string | null;
  /** DNS records that Resend wants and does not see, as a DNS host wants them typed: `TXT send with the value …`. */
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
