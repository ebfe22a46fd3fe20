import type { Finding, Fix } from "#src/model/finding.ts";

/** The text with every edit that overlaps no earlier one. Pure. */
export function applyFixes(
  text: string,
  findings: readonly Finding[],
): { result: string; applied: readonly Finding[] } {
  const fixable = findings
    .filter((finding): finding is Finding & { fix: Fix } => finding.fix !== null)
    .toSorted((a, b) => a.fix.start - b.fix.start || a.fix.end - b.fix.end);
  const applied: Finding[] = [];
  let result = "";
  let end = 0;
  for (const finding of fixable) {
    const { fix } = finding;
    if (fix.start < end || (fix.start === end && applied.at(-1)?.fix?.start === fix.start)) continue;
    result += text.slice(end, fix.start) + fix.text;
    end = fix.end;
    applied.push(finding);
  }
  return { result: result + text.slice(end), applied };
}
