import type { RuleOf } from "#src/model/rules/rules.ts";

/** One kind of syntax that Markdown leaves as it was typed. */
export interface Literal {
  /** Global; matched against text in which everything that was read is blank. */
  readonly pattern: RegExp;
  /** What is wrong with a match; null where it is prose. */
  readonly judge: (found: Found) => Judged | null;
}

interface Found {
  readonly match: RegExpMatchArray;
  readonly text: string;
  /** As long as `text`, including the syntax that was read. */
  readonly source: string;
  readonly definitions: readonly string[];
  readonly issues: readonly { readonly path: string; readonly slug: string }[];
}

/** A severity, and the rule that may have it. */
type Ruled = { [S in "error" | "warning"]: { readonly severity: S; readonly rule: RuleOf<S> } }[
  | "error"
  | "warning"];

export type Judged = Ruled & {
  readonly message: string;
  readonly hint: string;
  /** A name that may be mistyped, and those that are there. */
  readonly known?: { readonly name: string; readonly names: readonly string[] };
  /** What replaces the match. */
  readonly fix?: string;
  /** Text to insert into the match, if Markdown read the rest; the offset is within the match. */
  readonly insert?: { readonly at: number; readonly text: string };
};

export const ESCAPE = "Write a backslash before it to keep it as it is.";

/** A literal with always the same judgement. `%` in the message stands for what was found. */
export function always(ruled: Ruled, pattern: RegExp, message: string, hint: string): Literal {
  return {
    pattern,
    judge: ({ match }) => ({ ...ruled, message: message.replace("%", () => shown(match[0])), hint }),
  };
}

/** A match in one line, short enough for a message. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

export const MARKUP = { rule: "markup/not-read", severity: "warning" } as const;

/** A mark of another Markdown, for which ours has another spelling. */
export function markup(pattern: RegExp, hint: string): Literal {
  return always(MARKUP, pattern, "% is not read, and would be mailed as it stands.", hint);
}

/** Like `markup`, with a fix, because the new spelling follows from the old one. */
export function rewritten(
  ruled: typeof MARKUP | { readonly rule: "emphasis/not-read"; readonly severity: "warning" },
  pattern: RegExp,
  write: (inner: string) => string,
): Literal {
  return {
    pattern,
    judge: ({ match }) => ({
      ...ruled,
      message: `${shown(match[0])} is not read, and would be mailed as it stands.`,
      hint: `Write ${shown(write(match[1] ?? ""))}. ${ESCAPE}`,
      fix: write(match[1] ?? ""),
    }),
  };
}
