import type { Finding, Fix } from "#src/model/finding.ts";

type Fixable = Finding & { readonly fix: Fix };

/**
 * Returns the text with every edit applied that overlaps no shorter one. Of two edits that overlap, the longer
 * would write back the old words of the shorter, so it waits for the next pass, in which the shorter is done. Pure.
 */
export function applyFixes(
  text: string,
  findings: readonly Finding[],
): { result: string; applied: readonly Finding[] } {
  const fixable = findings.filter((finding): finding is Fixable => finding.fix !== null);
  // Always in the order of the text, so that each of thousands of edits is compared with its neighbours only.
  const chosen: Fixable[] = [];
  for (const finding of fixable.toSorted((a, b) => lengthOf(a.fix) - lengthOf(b.fix))) {
    const at = indexIn(chosen, finding.fix.start);
    const neighbours = [chosen[at - 1], chosen[at]];
    if (!neighbours.some((other) => other !== undefined && clash(finding.fix, other.fix)))
      chosen.splice(at, 0, finding);
  }
  let result = "";
  let end = 0;
  for (const { fix } of chosen) {
    result += text.slice(end, fix.start) + fix.text;
    end = fix.end;
  }
  return { result: result + text.slice(end), applied: chosen };
}

function lengthOf({ start, end }: Fix): number {
  return end - start;
}

/** The index at which an edit that begins at `start` belongs. */
function indexIn(chosen: readonly Fixable[], start: number): number {
  let low = 0;
  let high = chosen.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chosen[middle]?.fix.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two edits at one place clash too: which of them comes first would be chance. Edits that only touch do not. */
function clash(one: Fix, other: Fix): boolean {
  return one.start === other.start || (one.start < other.end && other.start < one.end);
}
