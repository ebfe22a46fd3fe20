import type { MergeTag, Parts } from "./merge-tag.ts";
import type { AskedSegment } from "./parts/asked-segment.ts";
import { longestBytes } from "./parts/read-parts.ts";

/**
 * An issue rendered once for everybody, merge tags unresolved. Identified by `digest`: the SHA-256 (hex) of the
 * canonical JSON of {format, from, reply_to, subject, html, text, headers, list, tags, asked}. The digest covers
 * everything that a person approves, and nothing else.
 */
export interface Email {
  readonly format: 1;
  readonly from: string;
  readonly replyTo: string | null;
  readonly subject: Parts;
  readonly html: Parts;
  readonly text: Parts;
  /** Fixed headers, the same for every recipient, for example List-Id. */
  readonly headers: Readonly<Record<string, string>>;
  readonly list: string;
  /** The tags that slots point at. */
  readonly tags: readonly MergeTag[];
  /** The segments that parts for some readers ask about. Absent if there are none, so that such an email keeps its digest. */
  readonly asked?: readonly AskedSegment[];
  readonly digest: string;
}

/** The values a message needs of one recipient. All strings: dates `YYYY-MM-DD`, numbers as typed. */
export interface SlotValues {
  /**
   * Declared attributes that the email uses, by name; absent or null if the subscriber has none. The answers to the segments
   * that the email asks about are among them, each under its `answerKey`.
   */
  readonly subscriber: Readonly<Record<string, string | number | boolean | null>>;
  readonly urls: {
    readonly unsubscribe: string;
    readonly preferences: string;
    readonly web: string;
    /** Only in an issue with `::rate`. */
    readonly rate?: string;
    /** Only in the mail that asks for a confirmation. */
    readonly confirm?: string;
  };
}

/** An email for one recipient, merge tags resolved: what Resend receives, except for the address. */
export interface Message {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Bytes of HTML after which Gmail cuts a mail, and hides the rest behind a link. */
export const GMAIL_CUTS = 102_400;

/** Bytes of `email.html` with its slots empty, for the reader who gets the most HTML: what Gmail counts, before merging. */
export function htmlBytes(email: Email): number {
  return longestBytes(email.html);
}

/** The attributes (without `subscriber.`) an email reads, sorted: what a plan freezes for each recipient. */
export function attributesUsed(email: Pick<Email, "tags">): string[] {
  const names = email.tags.flatMap(({ name }) =>
    name.startsWith("subscriber.") ? [name.slice("subscriber.".length)] : [],
  );
  return [...new Set(names)].toSorted();
}

/** An image as it is served at `<url>/a/<key>.<ext>`, permanently. */
export interface Asset {
  /** First 32 hex digits of SHA-256 over the source's bytes and the recipe, never over the output. */
  readonly key: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Control characters but for tab and line ends: a single one makes Gmail cut a mail of any size. */
// oxlint-disable-next-line no-control-regex -- the pattern looks for these controls
export const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u;
