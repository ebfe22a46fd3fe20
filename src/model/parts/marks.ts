import { CLOSE, DIGIT, OPEN, PAD, TOKEN } from "#src/model/merge-tag.ts";

/** Where a part for some readers begins, where the part for the others begins, and where both end. */
export type MarkKind = "only" | "else" | "end";

export interface Mark {
  readonly mark: MarkKind;
  /** Index into the asked segments. */
  readonly asked: number;
}

const KINDS: readonly MarkKind[] = ["only", "else", "end"];

/**
 * The mark of a segment's part in rendered HTML or text. It is made of the characters of merge-tag tokens, with pads before the
 * digits instead of after them: code that leaves a token whole leaves a mark whole, too, and no author can write one.
 */
export function markOf(mark: MarkKind, asked: number): string {
  const digits = Array.from(String(asked), (digit) => String.fromCharCode(DIGIT + Number(digit))).join("");
  return `${OPEN}${PAD.repeat(KINDS.indexOf(mark) + 1)}${digits}${CLOSE}`;
}

/** Puts marks around a text for the readers of a segment and a text for the others. */
export function marked(asked: number, only: string, otherwise: string): string {
  if (only === "" && otherwise === "") return "";
  const rest = otherwise === "" ? "" : markOf("else", asked) + otherwise;
  return markOf("only", asked) + only + rest + markOf("end", asked);
}

/** Matches a merge-tag token or a mark. Group 1 holds the index of a token, 2 and 3 the pads and the index of a mark. */
export const TOKEN_OR_MARK = new RegExp(
  `${TOKEN.source}|\\uE000(\\uE002{1,3})([\\uE010-\\uE019]+)\\uE001`,
  "gu",
);

/** What a match of TOKEN_OR_MARK stands for. */
export function readMatch([, tag, pads = "", asked = ""]: RegExpExecArray): { readonly tag: number } | Mark {
  const numberOf = (digits: string) =>
    Number(Array.from(digits, (digit) => digit.charCodeAt(0) - DIGIT).join(""));
  if (tag !== undefined) return { tag: numberOf(tag) };
  return { mark: KINDS[pads.length - 1] ?? "end", asked: numberOf(asked) };
}
