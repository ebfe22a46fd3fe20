import type { Finding, Fix } from "#src/model/finding.ts";

type Fixable = Finding & { readonly fix: Fix };

/**
 * The text with every edit that overlaps no shorter one. Of two that overlap, the longer writes the words of the shorter again, as they
 * were: it waits for the next pass, in which the shorter is done. Pure.
 */
export function applyFixes(
  text: string,
  findings: readonly Finding[],
): { result: string; applied: readonly Finding[] } {
  const fixable = findings.filter((finding): finding is Fixable => finding.fix !== null);
  const chosen: Fixable[] = [];
  for (const finding of fixable.toSorted((a, b) => lengthOf(a.fix) - lengthOf(b.fix))) {
    if (!chosen.some((other) => clash(finding.fix, other.fix))) chosen.push(finding);
  }
  const applied = chosen.toSorted((a, b) => a.fix.start - b.fix.start || a.fix.end - b.fix.end);
  let result = "";
  let end = 0;
  for (const { fix } of applied) {
    result += text.slice(end, fix.start) + fix.text;
    end = fix.end;
  }
  return { result: result + text.slice(end), applied };
}

function lengthOf({ start, end }: Fix): number {
  return end - start;
}

/** Two edits at one place clash too: which of them comes first would be chance. Edits that only touch do not. */
function clash(one: Fix, other: Fix): boolean {
  return one.start === other.start || (one.start < other.end && other.start < one.end);
}
