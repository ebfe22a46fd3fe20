import type { Choice, Parts, Slot } from "#src/model/merge-tag.ts";
import type { Mark } from "#src/model/parts/marks.ts";

/** Text, a hole, or a mark of a part for some readers. */
export type Piece = string | Slot | Mark;

interface Open {
  readonly asked: number;
  readonly only: (string | Slot | Choice)[];
  /** Null until the mark where the others' part begins. */
  otherwise: (string | Slot | Choice)[] | null;
}

/** Nests pieces: what stands between marks becomes a choice. `refuse` is called, and must throw, where marks do not pair. */
export function nestParts(pieces: readonly Piece[], refuse: (reason: string) => never): Parts {
  const all: (string | Slot | Choice)[] = [];
  const open: Open[] = [];
  const place = () => {
    const top = open.at(-1);
    return top === undefined ? all : (top.otherwise ?? top.only);
  };
  for (const piece of pieces) {
    if (typeof piece === "string" || "tag" in piece) {
      place().push(piece);
    } else if (piece.mark === "only") {
      open.push({ asked: piece.asked, only: [], otherwise: null });
    } else {
      const top = open.at(-1);
      if (top?.asked !== piece.asked || (piece.mark === "else" && top.otherwise !== null))
        return refuse("not whole: its beginning or its end is missing");
      if (piece.mark === "else") top.otherwise = [];
      else {
        open.pop();
        place().push({ asked: top.asked, only: merged(top.only), otherwise: merged(top.otherwise ?? []) });
      }
    }
  }
  return open.length === 0 ? merged(all) : refuse("not whole: its end is missing");
}

/** Merges neighbours: text with text, and parts for the same readers. Empty ones are left out. */
function merged(parts: readonly (string | Slot | Choice)[]): Parts {
  const result: (string | Slot | Choice)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string") {
      if (typeof last === "string") result[result.length - 1] = last + part;
      else if (part !== "") result.push(part);
    } else if ("tag" in part) {
      result.push(part);
    } else if (typeof last === "object" && "asked" in last && last.asked === part.asked) {
      const only = merged([...last.only, ...part.only]);
      result[result.length - 1] = {
        ...last,
        only,
        otherwise: merged([...last.otherwise, ...part.otherwise]),
      };
    } else if (part.only.length > 0 || part.otherwise.length > 0) {
      result.push(part);
    }
  }
  return result;
}
