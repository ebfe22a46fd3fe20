import type { Place } from "#src/model/block.ts";
import { createReporter, type Reporter } from "#src/model/finding.ts";

/**
 * Findings about one file while it is read. A place is a UTF-16 offset into the file, null where the finding is about
 * the whole file. It becomes a line and a column.
 */
export interface SourceReporter extends Reporter<number | null> {
  readonly placeOf: (start: number, end: number) => Place;
}

/** An empty reporter for the file at `path`; `text` is its whole text. */
export function sourceReporter(path: string, text: string): SourceReporter {
  const starts = lineStarts(text);
  const positionOf = (offset: number) => {
    const line = lineAt(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
  return {
    ...createReporter((at: number | null) => ({
      file: path,
      ...(at === null ? { line: null, column: null } : positionOf(at)),
    })),
    placeOf: (start, end) => ({
      ...positionOf(start),
      endLine: lineAt(starts, Math.max(start, end - 1)),
    }),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based line of an offset: the last start that is not after it. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
