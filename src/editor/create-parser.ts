import { setImmediate } from "node:timers/promises";
import { type ParseContext, type Parsed, parseIssue } from "#src/issue/parse-issue.ts";
import type { IssueSource } from "#src/model/issue.ts";

/** Issues parsed between two turns of the event loop: a keystroke must not wait for an archive. */
const AT_ONCE = 50;

interface Kept {
  readonly text: string;
  readonly around: string;
  readonly parsed: Parsed;
}

/**
 * Creates a `parseIssue` for an editor. Only open issues are parsed as a whole, and every time. Of the thousands of
 * other issues only the front matter is parsed (titles, dates, series, numbers): once, and again when the file changes.
 */
export function createParser(
  isOpen: (path: string) => boolean,
): (source: IssueSource, context: ParseContext) => Parsed | Promise<Parsed> {
  const kept = new Map<string, Kept>();
  const arounds = new WeakMap<ParseContext, string>();
  let last: Promise<unknown> = Promise.resolve();
  let done = 0;
  return (source, context) => {
    const { path, text } = source;
    if (isOpen(path)) return parseIssue(source, context);
    const around = arounds.get(context) ?? JSON.stringify([context.newsletter, context.templates]);
    arounds.set(context, around);
    const known = kept.get(path);
    if (known?.text === text && known.around === around) return known.parsed;
    const parsed = last.then(async () => {
      done += 1;
      if (done % AT_ONCE === 0) await setImmediate();
      const { issue } = parseIssue({ ...source, text: headOf(text) }, context);
      kept.set(path, { text, around, parsed: { issue, findings: [] } });
      return { issue, findings: [] };
    });
    last = parsed.catch(() => undefined);
    return parsed;
  };
}

/** Returns an issue without its body; "" if it has no front matter. */
function headOf(text: string): string {
  return /^\uFEFF?---[^\n]*\n(?:[\s\S]*?\n)?---[ \t]*(?:\r?\n|$)/.exec(text)?.[0] ?? "";
}
