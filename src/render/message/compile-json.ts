/** A place in compiled JSON that differs from reader to reader: the number of the value that stands there. */
type Gap = number;

/** Two texts: a reader gets `only` if the value of `gap` is YES, and `otherwise` if it is not. */
interface Either<T> {
  readonly gap: Gap;
  readonly only: T;
  readonly otherwise: T;
}

/** The value of a gap that chooses the first of two texts. */
export const YES = "1";

/** A string value, whose text is constant except for its gaps and for what only some readers get. */
export type JsonText = readonly (string | Gap | Either<JsonText>)[];

/** JSON compiled once: constant bytes in UTF-8, and between them the gaps, in order. */
export interface JsonTemplate {
  readonly pieces: readonly (Uint8Array | Gap | Either<JsonTemplate>)[];
  /** Bytes of all constant pieces together, without those that only some readers get. */
  readonly constantBytes: number;
}

/**
 * Compile JSON that is the same for every reader except for its gaps. `source` mixes finished JSON (a string) with string
 * values to be escaped (`text`). Constants are escaped and encoded once, here: done for every reader, that would be most
 * of the cost of a message.
 */
export function compileJson(source: readonly (string | { readonly text: JsonText })[]): JsonTemplate {
  const pieces: JsonTemplate["pieces"][number][] = [];
  let constant = "";
  const flush = () => {
    if (constant !== "") pieces.push(Buffer.from(constant));
    constant = "";
  };
  const addText = (text: JsonText) => {
    for (const piece of text) {
      if (typeof piece === "string") {
        constant += escapeJson(piece);
        continue;
      }
      flush();
      if (typeof piece === "number") pieces.push(piece);
      else pieces.push({ gap: piece.gap, only: inner(piece.only), otherwise: inner(piece.otherwise) });
    }
  };
  for (const part of source) {
    if (typeof part === "string") {
      constant += part;
      continue;
    }
    constant += '"';
    addText(part.text);
    constant += '"';
  }
  flush();
  const constantBytes = pieces.reduce<number>(
    (sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : 0),
    0,
  );
  return { pieces, constantBytes };
}

/** Compiles a text that stands inside another one, without the quotation marks. */
function inner(text: JsonText): JsonTemplate {
  const { pieces, constantBytes } = compileJson([{ text }]);
  const [first, last] = [pieces[0], pieces.at(-1)];
  const bare = pieces.map((piece) => {
    if (!(piece instanceof Uint8Array)) return piece;
    return piece.subarray(piece === first ? 1 : 0, piece.length - (piece === last ? 1 : 0));
  });
  return { pieces: bare, constantBytes: constantBytes - 2 };
}

/** Escapes a string as JSON, without its quotation marks, for a place in a gap. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Returns the most bytes that are written for these values. A UTF-16 unit takes at most three bytes in UTF-8. */
export function jsonBytes({ pieces, constantBytes }: JsonTemplate, values: readonly string[]): number {
  return pieces.reduce<number>((sum, piece) => {
    if (piece instanceof Uint8Array) return sum;
    if (typeof piece === "number") return sum + 3 * (values[piece]?.length ?? 0);
    return sum + jsonBytes(chosen(piece, values), values);
  }, constantBytes);
}

function chosen<T>({ gap, only, otherwise }: Either<T>, values: readonly string[]): T {
  return values[gap] === YES ? only : otherwise;
}

/**
 * Write the JSON for one reader into `target` at `at`; returns where it ends. `values` are escaped already
 * (`escapeJson`), one for each gap's number; `target` has room for `jsonBytes`.
 */
export function writeJson(
  { pieces }: JsonTemplate,
  values: readonly string[],
  target: Buffer,
  at: number,
): number {
  let end = at;
  for (const piece of pieces) {
    if (typeof piece === "number") {
      end += target.write(values[piece] ?? "", end);
    } else if (piece instanceof Uint8Array) {
      target.set(piece, end);
      end += piece.length;
    } else {
      end = writeJson(chosen(piece, values), values, target, end);
    }
  }
  return end;
}
