import { RESERVED, tokenOf } from "#src/model/merge-tag.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/** A stretch of text that may be a merge tag; Markdown decides first what is code. */
export interface Candidate {
  readonly source: string;
  /** UTF-16 offset in the text that was masked. */
  readonly at: number;
}

/** `{{` or `{%`, unless an odd number of backslashes before it escapes it. */
export const OPENING = /(?<!(?<!\\)(?:\\\\)*\\)\{[{%]/;

interface Masked {
  /** As long as the original, with a token for each candidate: token n is `candidates[n]`. */
  readonly text: string;
  readonly candidates: readonly Candidate[];
}

/** Replace everything in braces by a token of the same length, so that Markdown does not read what is inside. */
export function maskMergeTags(text: string): Masked {
  const candidates: Candidate[] = [];
  const pieces: string[] = [];
  let from = 0;
  for (let at = nextOpening(text, 0); at !== -1; at = nextOpening(text, from)) {
    const end = endOfTag(text, at) ?? at + 2;
    const token = tokenOf(candidates.length, end - at);
    pieces.push(text.slice(from, at));
    // A token longer than its tag would move every column after it, and with them the edits of findings.
    if (end === at + 2 || token.length > end - at) {
      pieces.push(text.slice(at, end));
    } else {
      pieces.push(token);
      candidates.push({ source: text.slice(at, end), at });
    }
    from = end;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(""), candidates };
}

/**
 * Replace our private-use characters, and character references that Markdown would turn into them, by characters
 * that mean nothing: otherwise an author could write a token by hand. Keeps the length.
 */
export function withoutReserved(text: string, report: SourceReporter): string {
  const refuse = (at: number) =>
    report.error("characters/reserved", at, "This private-use character is reserved for Letterpress.", {
      hint: "Remove it (U+E000 to U+E002, U+E010 to U+E022).",
    });
  const clean = text.replace(new RegExp(RESERVED, "gu"), (_, at: number) => (refuse(at), "\uFFFD"));
  return clean.replace(
    /&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));/g,
    (all, hex: string | undefined, decimal: string | undefined, at: number) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (code > 0x10ffff || !RESERVED.test(String.fromCodePoint(code))) return all;
      refuse(at);
      return "\uFFFD".repeat(all.length);
    },
  );
}

/** The next `{{` or `{%`; one behind a backslash is prose. */
function nextOpening(text: string, from: number): number {
  const opening = new RegExp(OPENING, "g");
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}

/** Where the tag that opens at `at` ends, on the same line; quoted text may hold braces. Null if it never ends. */
function endOfTag(text: string, at: number): number | null {
  const open = text[at + 1] === "%" ? "{%" : text.startsWith("{{{", at) ? "{{{" : "{{";
  const close = { "{%": "%}", "{{{": "}}}", "{{": "}}" }[open];
  const newline = text.indexOf("\n", at);
  const limit = newline === -1 ? text.length : newline;
  const last = text.slice(at, limit).lastIndexOf(close) + at;
  for (let index = at + open.length; index <= last; index += 1) {
    if (text.startsWith(close, index)) return index + close.length;
    const character = text[index];
    if (character !== '"' && character !== "'") continue;
    // An apostrophe without a partner before the closing braces is an ordinary letter.
    const end = text.indexOf(character, index + 1);
    if (end !== -1 && end < last) index = end;
  }
  return null;
}
