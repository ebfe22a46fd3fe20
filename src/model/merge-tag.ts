/**
 * A merge tag such as `{{ subscriber.first_name | default: "there" }}`, compiled once per issue.
 * In strings it travels as a token of private-use characters, which neither Markdown, React, MJML nor an HTML
 * escaper touches; `finish` in render/ turns tokens into slots.
 */
export interface MergeTag {
  /** `subscriber.<attribute>`, `urls.unsubscribe`, `urls.preferences`, `urls.web`, or `urls.confirm` where a mail asks for it. */
  readonly name: string;
  readonly filters: readonly MergeFilter[];
  /** As the author typed it, braces included: what code blocks print and findings quote. */
  readonly source: string;
}

/** A filter with its arguments, in the order in which they are written. */
export interface MergeFilter {
  readonly name: "default" | "capitalize" | "upcase" | "downcase" | "truncate" | "date";
  readonly args: readonly (string | number)[];
}

/** The context of a slot in the output; each has its own escaping. */
export type SlotContext = "text" | "attribute" | "url-component" | "url" | "header" | "plain";

/** A hole in an email: `tag` is an index into `Email.tags`. */
export interface Slot {
  readonly tag: number;
  readonly context: SlotContext;
}

/** A place that differs by reader: readers in a segment get `only`, all others `otherwise`. Either may be empty. */
export interface Choice {
  /** Index into `Email.asked`. */
  readonly asked: number;
  readonly only: Parts;
  readonly otherwise: Parts;
}

/** Text with holes, in order. */
export type Parts = readonly (string | Slot | Choice)[];

/** The addresses that a merge tag may name, each with a description in Markdown. Every reader has their own. */
export const URL_TAGS = {
  "urls.unsubscribe": "Ends a list: the page asks once more, and mail programs press it by themselves.",
  "urls.preferences": "The page where a reader chooses lists and pauses.",
  "urls.web": "The issue online.",
  "urls.confirm":
    "Confirms a subscription. Only in the mail that asks for it (`trigger: confirm`), which knows nothing else of the reader but `urls.web`.",
} as const;
export type UrlTag = keyof typeof URL_TAGS;

/**
 * The address for a reader's answer to `::rate`: the answer is appended after a slash. No author writes this tag; an issue with
 * `::rate` has it.
 */
export const RATE_TAG: MergeTag = { name: "urls.rate", filters: [], source: "::rate" };

/** The tags every issue has, at these indexes, so that templates can place them. */
export const BUILT_IN_TAGS: readonly (MergeTag & { readonly name: UrlTag })[] = [
  { name: "urls.unsubscribe", filters: [], source: "{{ urls.unsubscribe }}" },
  { name: "urls.preferences", filters: [], source: "{{ urls.preferences }}" },
  { name: "urls.web", filters: [], source: "{{ urls.web }}" },
];

export const OPEN = "\uE000";
export const CLOSE = "\uE001";
export const PAD = "\uE002";
export const DIGIT = 0xe010;

/** Any private-use character of ours: refused in authors' files, so that no author can forge a token. */
export const RESERVED = /[\uE000-\uE002\uE010-\uE019\uE020-\uE022]/u;

/** Matches one token, padded or not. Group 1 holds the index in private-use digits. */
export const TOKEN = /\uE000([\uE010-\uE019]+)\uE002*\uE001/gu;

/**
 * The token of tag `index`. With `length` it is padded to that many UTF-16 units, so that replacing a tag in the
 * source moves no column; a tag is never shorter than its token (`{{x}}` is 5, a token of index 99 is 4).
 */
export function tokenOf(index: number, length = 0): string {
  const digits = Array.from(String(index), (digit) => String.fromCharCode(DIGIT + Number(digit))).join("");
  return `${OPEN}${digits}${PAD.repeat(Math.max(0, length - digits.length - 2))}${CLOSE}`;
}

/** Cut a string at its tokens: text and tag indexes in order. Empty strings are left out. */
export function splitTokens(text: string): (string | number)[] {
  const pieces: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(indexOf(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** Replace each token by what `replace` returns for its tag index. */
export function replaceTokens(text: string, replace: (index: number) => string): string {
  return text.replace(TOKEN, (_, digits: string) => replace(indexOf(digits)));
}

function indexOf(digits: string): number {
  return Number(Array.from(digits, (digit) => digit.charCodeAt(0) - DIGIT).join(""));
}
