import type { Choice, Parts } from "#src/model/merge-tag.ts";
import { marked, readMatch, TOKEN_OR_MARK } from "#src/model/parts/marks.ts";
import { nestParts, type Piece } from "#src/render/message/nest-parts.ts";

/**
 * Joins the pieces that are there, with `separator` between them, for every reader. If a piece is a part that a reader does not get, that
 * reader does not get the empty line beside it either.
 */
export function joinShown(pieces: readonly (string | null)[], separator: string): string {
  let text = "";
  /** What may stand before the next piece; once something stands there for every reader, that alone. */
  let before: Parts = [];
  for (const piece of pieces) {
    if (piece === null || piece === "") continue;
    const parts = readParts(piece);
    text += whenShown(before, whenShown(parts, separator)) + piece;
    before = [...before, ...parts].every(isChoice) ? [...before, ...parts] : ["always"];
  }
  return text;
}

/** Each answer doubles the number of ways to go, and an empty line too many harms nobody. */
const MOST_ANSWERS = 6;

/** Returns `then` for those readers who get anything of `parts`. `known`: the answers that were settled on the way here. */
function whenShown(parts: Parts, then: string, known: ReadonlyMap<number, boolean> = new Map()): string {
  const [first, ...rest] = parts;
  if (first === undefined || then === "") return "";
  if (!parts.every(isChoice) || !isChoice(first) || known.size === MOST_ANSWERS) return then;
  const { asked, only, otherwise } = first;
  const under = (answer: boolean) =>
    whenShown([...(answer ? only : otherwise), ...rest], then, new Map(known).set(asked, answer));
  const answer = known.get(asked);
  return answer === undefined ? marked(asked, under(true), under(false)) : under(answer);
}

function isChoice(part: Parts[number]): part is Choice {
  return typeof part === "object" && "asked" in part;
}

function readParts(text: string): Parts {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN_OR_MARK)) {
    const found = readMatch(match);
    pieces.push(text.slice(end, match.index), "tag" in found ? { ...found, context: "plain" } : found);
    end = match.index + match[0].length;
  }
  return nestParts([...pieces, text.slice(end)], (reason) => {
    throw new Error(`A part for some readers is ${reason}.`);
  });
}
