import type { Block, Place } from "#src/model/block.ts";
import { splitTokens } from "#src/model/merge-tag.ts";
import { inlinesOf, plainText, walkBlocks, walkInlines } from "#src/model/walk-blocks.ts";
import type { Letter } from "#src/preflight/letter.ts";
import { upToTheCut } from "./gmail-bytes.ts";
import { lettersOf } from "./letters-of.ts";
import { textOfHtml } from "./text-of-html.ts";

/** The first block that Gmail cuts off, and the heading above it; null where all of the issue's own words are before the cut. */
export function firstCut({
  issue,
  email,
  html,
  facts: { newsletter },
}: Letter): { readonly place: Place; readonly heading: string | null } | null {
  const kept = lettersOf(textOfHtml(upToTheCut(email, newsletter)));
  const all = lettersOf(textOfHtml(html));
  let heading: string | null = null;
  // Each block is looked for after the one before it: the same words may stand in two places.
  let at = 0;
  for (const block of walkBlocks(issue.body)) {
    const letters = firstLetters(block);
    const found = letters === null ? -1 : kept.indexOf(letters, at);
    // Gmail does not cut off what the template leaves out.
    if (letters !== null && found === -1 && all.includes(letters)) return { place: block.place, heading };
    if (letters !== null && found !== -1) at = found + letters.length;
    if (block.kind === "heading") heading = plainText(block.children);
  }
  return null;
}

/** The first run of words of a block between its styles and its merge tags that is long enough to find the block by; null if none is. */
function firstLetters(block: Block): string | null {
  const pieces = inlinesOf(block)
    .flatMap((inlines) => [...walkInlines(inlines)])
    .flatMap((inline) => ("text" in inline ? splitTokens(inline.text) : []))
    .map((piece) => (typeof piece === "string" ? lettersOf(piece) : ""));
  return pieces.find(({ length }) => length >= LEAST) ?? null;
}

const LEAST = 8;
