/** A place in compiled JSON that differs from reader to reader: the number of the value that stands there. */
type Gap = number;

/** A string value, whose text is constant except for its gaps. */
export type JsonText = readonly (string | Gap)[];

/** JSON compiled once: constant bytes in UTF-8, and between them the gaps, in order. */
export interface JsonTemplate {
  readonly pieces: readonly (Uint8Array | Gap)[];
  /** Bytes of the constant pieces together. */
  readonly constantBytes: number;
}

/**
 * Compile JSON that is the same for every reader except for its gaps. `source` mixes finished JSON (a string) with string
 * values to be escaped (`text`). Constants are escaped and encoded once, here: done for every reader, that would be most
 * of the cost of a message.
 */
export function compileJson(source: readonly (string | { readonly text: JsonText })[]): JsonTemplate {
  const pieces: (Uint8Array | Gap)[] = [];
  let constant = "";
  const flush = () => {
    if (constant !== "") pieces.push(Buffer.from(constant));
    constant = "";
  };
  for (const part of source) {
    if (typeof part === "string") {
      constant += part;
      continue;
    }
    constant += '"';
    for (const piece of part.text) {
      if (typeof piece === "string") constant += escapeJson(piece);
      else {
        flush();
        pieces.push(piece);
      }
    }
    constant += '"';
  }
  flush();
  const constantBytes = pieces.reduce<number>(
    (sum, piece) => sum + (typeof piece === "number" ? 0 : piece.length),
    0,
  );
  return { pieces, constantBytes };
}

/** A string as JSON, without its quotation marks: what stands in a gap. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** At most this many bytes are written for these values. A UTF-16 unit takes at most three bytes in UTF-8. */
export function jsonBytes({ pieces, constantBytes }: JsonTemplate, values: readonly string[]): number {
  return pieces.reduce<number>(
    (sum, piece) => (typeof piece === "number" ? sum + 3 * (values[piece]?.length ?? 0) : sum),
    constantBytes,
  );
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
    } else {
      target.set(piece, end);
      end += piece.length;
    }
  }
  return end;
}
