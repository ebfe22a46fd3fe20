import type { Place } from "#src/model/block.ts";
import type { Finding, Fix } from "#src/model/finding.ts";

/** Findings about one file while it is read: offsets go in, lines and columns come out. */
export interface FindingList {
  readonly all: readonly Finding[];
  /** `at` is a UTF-16 offset into the file; null where the finding is about the whole file. */
  readonly add: (
    severity: Finding["severity"],
    rule: string,
    at: number | null,
    message: string,
    more?: { readonly hint?: string | null; readonly fix?: Fix | null },
  ) => void;
  readonly placeOf: (start: number, end: number) => Place;
}

/** An empty list for the file at `path` whose whole text is `text`. */
export function findingList(path: string, text: string): FindingList {
  const all: Finding[] = [];
  const starts = lineStarts(text);
  const positionOf = (offset: number) => {
    const line = lineAt(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
  return {
    all,
    add: (severity, rule, at, message, { hint = null, fix = null } = {}) => {
      const { line, column } = at === null ? { line: null, column: null } : positionOf(at);
      all.push({ rule, severity, file: path, line, column, message, hint, fix });
    },
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
