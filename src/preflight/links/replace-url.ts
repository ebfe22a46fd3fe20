import escapeStringRegexp from "escape-string-regexp";
import type { Place } from "#src/model/block.ts";
import type { Fix } from "#src/model/finding.ts";
import type { Letter } from "#src/preflight/letter.ts";

/**
 * The edit that puts another address in the place of a link's own, looked for from where the link begins. Null where the file spells it
 * in another way: an edit in a wrong place costs more than one that is done by hand.
 */
export function replaceUrl(
  { issue, facts }: Pick<Letter, "issue" | "facts">,
  place: Place,
  url: string,
  by: string,
): Fix | null {
  const source =
    place.file === undefined
      ? facts.source
      : (issue.snippets.find(({ path }) => path === place.file)?.text ?? "");
  const [start, end] = rangeOf(source, place);
  const old = escapeStringRegexp(url);
  // A parenthesis that a server brings along would end the address.
  const text = /[()]/.test(url) ? by : by.replaceAll("(", "%28").replaceAll(")", "%29");
  const ends = String.raw`(?=[\s)>"'\]}]|[.,;:!?*_~|]+(?:\s|$)|$)`;
  // In a link whose words are its address, the address is what follows them.
  const ways = [String.raw`\]\(\s*<?${old}${ends}`, String.raw`\bhref\s*=\s*["']?${old}${ends}`, old + ends];
  for (const way of ways) {
    const at = placeIn(source.slice(start, end), way, url);
    if (at !== null) return { start: start + at, end: start + at + url.length, text };
  }
  const at = placeIn(source, String.raw`^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?${old}${ends}`, url);
  return at === null ? null : { start: at, end: at + url.length, text };
}

/** The offset of the address in the first match of `way`; null if there is none. A second one of the same address would be as wrong. */
function placeIn(text: string, way: string, url: string): number | null {
  const match = new RegExp(way, "mu").exec(text);
  return match === null ? null : match.index + match[0].length - url.length;
}

/** Offsets of a place: from its start to the end of its last line. */
function rangeOf(source: string, { line, column, endLine }: Place): readonly [number, number] {
  let at = 0;
  let start = 0;
  for (let number = 1; number <= endLine; number += 1) {
    if (number === line) start = at + column - 1;
    const next = source.indexOf("\n", at);
    at = next === -1 ? source.length : next + 1;
  }
  return [start, at];
}
