import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Finding, Fix } from "#src/model/finding.ts";

/** What `check --fix` did to one file. */
export interface Fixed {
  readonly file: string;
  readonly applied: readonly Finding[];
}

/**
 * Apply the exact edits findings carry. Edits that overlap an earlier one are left for the next pass, because their
 * offsets would point into changed text. `texts` are the files as they were when the findings were made: a file that
 * changed since is left alone.
 */
export async function fixFindings(
  root: string,
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): Promise<readonly Fixed[]> {
  const done: Fixed[] = [];
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.file)) {
    const path = resolve(root, file);
    const text = texts.get(file);
    if (text === undefined || (await readFile(path, "utf8")) !== text) continue;
    const { result, applied } = applyFixes(text, group);
    if (applied.length === 0) continue;
    await writeFile(path, result);
    done.push({ file, applied });
  }
  return done;
}

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
