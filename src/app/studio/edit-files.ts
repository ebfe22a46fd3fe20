import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fixFindings } from "#src/app/fixes/fix-findings.ts";
import { acceptEdit } from "#src/issue/front-matter/accept-edit.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Project } from "#src/project/load-project.ts";
import { findingKey } from "./finding-key.ts";
import type { Looked } from "./source/studio-source.ts";

/** What an author asks for beside a finding: the edits of these findings, or one line under `accept:`. */
type EditWish =
  | { readonly kind: "fix"; readonly findings: readonly string[] }
  | { readonly kind: "accept"; readonly rule: string; readonly reason: string };

/** One file as it is and as it would be. `diff` is in the form that `git apply` reads. */
interface FileEdit {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly diff: string;
}

/** Edits that are not written yet. `seen` is a hash of exactly these edits: only what an author was shown is written. */
interface ProposedEdits {
  readonly files: readonly FileEdit[];
  readonly seen: string;
}

/** Returns what a wish would change. Throws `studio/nothing-to-edit` if it would change nothing. */
export async function proposeEdits(looked: Looked, wish: EditWish): Promise<ProposedEdits> {
  const edited = wish.kind === "fix" ? await fixed(looked, new Set(wish.findings)) : accepted(looked, wish);
  const changed = edited.filter(({ before, after }) => before !== after);
  if (changed.length === 0)
    throw new LetterpressError(
      "studio/nothing-to-edit",
      "There is nothing left to edit: the file already has this edit, or has changed since.",
    );
  const { FILE_HEADERS_ONLY, createTwoFilesPatch } = await import("diff");
  const options = { context: 2, headerOptions: FILE_HEADERS_ONLY };
  const files = changed.map(({ file, before, after }) => ({
    file,
    before,
    after,
    diff: createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, options),
  }));
  const texts = files.map(({ file, before, after }) => [file, before, after]);
  return { files, seen: createHash("sha256").update(JSON.stringify(texts)).digest("hex") };
}

/**
 * Writes the edits of a wish, if they are still the ones that were `seen` and the files are still what they were. Throws
 * `studio/file-changed` otherwise: an author's save must never be lost under a click on an older text. Returns the files that
 * were written.
 */
export async function writeEdits(looked: Looked, wish: EditWish, seen: string): Promise<readonly string[]> {
  const { root } = looked.project;
  const proposed = await proposeEdits(looked, wish);
  const texts = await Promise.all(proposed.files.map(({ file }) => readFile(resolve(root, file), "utf8")));
  const isSame = proposed.files.every(({ before }, index) => before === texts[index]);
  if (proposed.seen !== seen || !isSame)
    throw new LetterpressError("studio/file-changed", "The file was saved since this was shown.");
  for (const { file, after } of proposed.files) await writeFile(resolve(root, file), after);
  return proposed.files.map(({ file }) => file);
}

type Edited = Omit<FileEdit, "diff">;

async function fixed({ project, composed }: Looked, keys: ReadonlySet<string>): Promise<readonly Edited[]> {
  const chosen = composed.findings.filter((finding) => keys.has(findingKey(finding)));
  return fixFindings(project.root, chosen, textsOf(project), { isDry: true });
}

/** `accept:` stands in the issue's own file, wherever the finding is. */
function accepted(
  { parsed }: Looked,
  { rule, reason }: Extract<EditWish, { kind: "accept" }>,
): readonly Edited[] {
  const { path: file, text: before } = parsed.source;
  const edit = acceptEdit(rule, before, reason.trim());
  if (edit === null) return [];
  return [{ file, before, after: before.slice(0, edit.start) + edit.text + before.slice(edit.end) }];
}

function textsOf({ issues, snippets }: Project): ReadonlyMap<string, string> {
  const files = [...issues.map(({ source }) => source), ...snippets];
  return new Map(files.map(({ path, text }) => [path, text]));
}
