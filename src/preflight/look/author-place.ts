import type { Place } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { splitTokens } from "#src/model/merge-tag.ts";
import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import { lettersOf } from "#src/preflight/html/letters-of.ts";

type Kind = "heading" | "own" | "paragraph";

interface Piece {
  readonly kind: string;
  readonly letters: string;
  readonly place: Place;
}

/** What each block of an issue says, made once for all rules. */
const pieces = new WeakMap<Issue, readonly Piece[]>();

/** Fewer letters than these stand in more than one block. */
const LEAST = 3;

/** Where the author wrote these words, as a block of this kind; null where the words are the template's. */
export function authorPlace(issue: Issue, words: string, kind: Kind): Place | null {
  const letters = lettersOf(words);
  if (letters.length < LEAST) return null;
  const known = pieces.get(issue) ?? piecesOf(issue);
  pieces.set(issue, known);
  return known.find((piece) => piece.kind === kind && piece.letters.includes(letters))?.place ?? null;
}

function piecesOf({ body }: Issue): readonly Piece[] {
  return [...walkBlocks(body)].flatMap((block) => {
    const { kind, place } = block;
    const texts = inlinesOf(block).map((inlines) => plainText(inlines));
    if (kind === "own") texts.push(...Object.values(block.attributes));
    return texts.map((text) => ({
      kind,
      place,
      letters: lettersOf(
        splitTokens(text)
          .filter((one) => typeof one === "string")
          .join(""),
      ),
    }));
  });
}
