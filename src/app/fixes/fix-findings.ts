import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Finding } from "#src/model/finding.ts";
import { applyFixes } from "./apply-fixes.ts";

/** Most passes of `--fix`: an edit can uncover the next one, and two that undo each other must not run without end. */
export const PASSES = 10;

/** What `check --fix` did to one file. */
export interface Fixed {
  readonly file: string;
  readonly applied: readonly Finding[];
  readonly before: string;
  readonly after: string;
}

/**
 * Applies the exact edits that findings carry. An edit that overlaps a shorter one is left for the
 * next pass, because its offsets would point into changed text. `texts` are the files as they were
 * when the findings were made: a file that changed since is left alone. `isDry`: nothing is written.
 */
export async function fixFindings(
  root: string,
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
  { isDry = false }: { readonly isDry?: boolean } = {},
): Promise<readonly Fixed[]> {
  const done: Fixed[] = [];
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.file)) {
    const path = resolve(root, file);
    const text = texts.get(file);
    if (text === undefined || (!isDry && (await readFile(path, "utf8")) !== text)) continue;
    const { result, applied } = applyFixes(text, group);
    if (applied.length === 0) continue;
    if (!isDry) await writeFile(path, result);
    done.push({ file, applied, before: text, after: result });
  }
  return done;
}
