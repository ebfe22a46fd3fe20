import { Unreadable } from "./body/limit-work.ts";
import type { SourceReporter } from "./source-reporter.ts";

/**
 * Returns null, with a finding, for a text that cannot be read. Thousands of nested quotations overflow the stack, and thousands of
 * loose stars take minutes: typing mistakes, which must stop nothing else.
 */
export function readShallow<T>(read: () => T, text: string, report: SourceReporter): T | null {
  try {
    return read();
  } catch (error) {
    const fault = error instanceof Unreadable ? error : overflowIn(text, error);
    if (fault === null) throw error;
    report.error(fault.rule, fault.at, ...UNREADABLE[fault.rule]);
    return null;
  }
}

/** The place of a line that overflowed the stack, if its beginning shows it; null for any other error. */
function overflowIn(
  text: string,
  error: unknown,
): (Pick<Unreadable, "rule"> & { readonly at: number | null }) | null {
  if (!(error instanceof RangeError) || !error.message.includes("call stack")) return null;
  const at = text.search(/^(?:[ \t]*(?:>|[-*+] )){100}/m);
  return { rule: "issue/too-deep", at: at === -1 ? null : at };
}

const UNREADABLE: Readonly<Record<Unreadable["rule"], readonly [string, { readonly hint: string }]>> = {
  "issue/too-intricate": [
    "This takes too long to be read as Markdown.",
    {
      hint: "Look here for a great number of *, _, ~, ], < or ::: and put what is not meant as Markdown into a code block, or split the issue.",
    },
  ],
  "issue/too-deep": [
    "Something in it is nested too deeply to be read.",
    { hint: "Look for a line with very many >, - or [." },
  ],
  "issue/too-long": [
    "The issue is too long: what follows is not read.",
    { hint: "Split it into several issues. Gmail cuts an email above 100 kB." },
  ],
};
