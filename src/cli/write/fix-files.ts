import { fixFindings } from "#src/app/fixes/fix-findings.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Io } from "#src/cli/io.ts";
import { print, printAsIs, printNote, style } from "#src/cli/print/print.ts";

/** The sum of the edits in one file, over all passes. */
export interface FileFix {
  readonly file: string;
  readonly edits: number;
  readonly diff: string;
}

/** Passes of `--fix` at most: an edit can uncover the next one, but two edits that undo each other must not run forever. */
const PASSES = 10;

/** Finds what is wrong in the files as they are, or as they would be with these edited texts, by path, which nobody has written. */
type FindAll = (edited?: ReadonlyMap<string, string>) => Promise<{
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}>;

/** Applies the edits that findings offer until none is left, and returns what they changed. `isDry`: in memory alone. */
export async function fixFiles(
  root: string,
  findAll: FindAll,
  { isDry }: { readonly isDry: boolean },
  io: Io,
): Promise<readonly FileFix[]> {
  const files = new Map<string, { before: string; after: string; edits: number }>();
  for (let pass = 0; pass < PASSES; pass += 1) {
    const edited = new Map([...files].map(([file, { after }]) => [file, after]));
    const { findings, texts } = await findAll(isDry ? edited : undefined);
    const fixed = await fixFindings(root, findings, texts, { isDry });
    for (const { file, applied, before, after } of fixed) {
      const known = files.get(file);
      files.set(file, {
        before: known?.before ?? before,
        after,
        edits: (known?.edits ?? 0) + applied.length,
      });
      const did = isDry ? "would fix" : "fixed";
      for (const { line, message } of applied) printNote(io, `${did} ${file}:${line ?? 1}  ${message}`);
    }
    if (fixed.length === 0) break;
  }
  if (files.size === 0) return [];
  const { FILE_HEADERS_ONLY, createTwoFilesPatch } = await import("diff");
  return Array.from(files, ([file, { before, after, edits }]) => {
    const options = { context: 2, headerOptions: FILE_HEADERS_ONLY };
    return {
      file,
      edits,
      diff: createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, options),
    };
  });
}

/** Prints diffs: on a terminal in colours, elsewhere as `git apply` reads them. */
export function printDiffs(io: Io, fixes: readonly FileFix[]): void {
  for (const { diff } of fixes) {
    // The last line may be one space, which is an empty line of context: without it git refuses the whole diff.
    for (const line of diff.replace(/\n$/, "").split("\n")) printAsIs(io, coloured(io, line));
    print(io);
  }
}

function coloured(io: Io, line: string): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style(io.stdout, "strong", line);
  if (line.startsWith("@@")) return style(io.stdout, "quiet", line);
  if (line.startsWith("-")) return style(io.stdout, "bad", line);
  return line.startsWith("+") ? style(io.stdout, "accent", line) : line;
}
