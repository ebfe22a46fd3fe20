import type { Newsletter } from "#src/model/newsletter.ts";
import type { AskedSegment } from "#src/model/parts/asked-segment.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { parseSegment } from "./parse-segment.ts";

/** Reads the segments that a body asks each reader about. */
interface SegmentAsker {
  /** The segments so far, each once. */
  readonly asked: readonly AskedSegment[];
  /** Returns the index of the segment in `asked`; null if it cannot be asked. Its findings stand at their own columns from `at` on. */
  readonly askSegment: (query: string, at: number, report: SourceReporter) => number | null;
}

/** All segments are asked about a reader in one call of the database, which takes no more than a hundred values. */
const MOST = 20;

/** `isConfirm` is true for the mail that asks for a confirmation, to an address that anybody may have typed. */
export function askSegments({
  newsletter,
  isConfirm,
}: {
  readonly newsletter: Newsletter;
  readonly isConfirm: boolean;
}): SegmentAsker {
  const asked: AskedSegment[] = [];
  const indexOf = (query: string) => asked.findIndex((one) => one.query === query);
  return {
    asked,
    askSegment: (typed, at, report) => {
      const query = typed.trim();
      if (isConfirm) {
        const message = "The mail that asks for a confirmation is the same for everybody.";
        report.error("directive/only-confirm", at, message, {
          hint: "Remove the part, or write it for all.",
        });
        return null;
      }
      const start = at + typed.length - typed.trimStart().length;
      const { segment, findings } = parseSegment(query, newsletter, { file: "", line: 1, column: 1 });
      for (const { column, message, hint } of findings)
        report.error("segment/invalid", start + (column ?? 1) - 1, message, { hint });
      if (segment === null) return null;
      const known = indexOf(query);
      if (known === -1 && asked.length === MOST) {
        const message = `Expected at most ${MOST} different segments in the parts of an issue.`;
        report.error("directive/only-many", start, message, {
          hint: "Send it as several issues, each to its own segment.",
        });
        return null;
      }
      return known === -1 ? asked.push({ query, rule: segment }) - 1 : known;
    },
  };
}
