import { join } from "node:path";
import { CONFIG } from "./check-config.ts";
import { type ProjectFiles, type ReadOptions, readProject } from "./load-project.ts";
import { readPlainFile } from "./read-plain-file.ts";
import { snippetNameOf } from "./read-snippets.ts";
import type { Edited } from "./watch-project.ts";
import { isIssuePath, withTexts } from "./with-texts.ts";

/**
 * Reads the project's files after a save. Only the saved files are read again: `known` is what was read before, and
 * `edited` names the files whose bytes have changed since. If a file came or went, the config changed, or a file is not
 * text, `readProject` reads everything.
 */
export async function readAgain(
  root: string,
  known: ProjectFiles | null,
  edited: Edited,
  options: ReadOptions = {},
): Promise<ProjectFiles> {
  const readAll = () => readProject(root, options);
  if (known === null || edited === null || edited.has(CONFIG)) return readAll();
  const paths = [...edited].filter((path) => isIssuePath(path) || snippetNameOf(path) !== null);
  const there = new Set([
    ...known.issues.map(({ source }) => source.path),
    ...known.snippets.map(({ path }) => path),
  ]);
  if (paths.some((path) => !there.has(path))) return readAll();
  const read = await Promise.all(
    paths.map(async (path) => [path, await textOf(join(known.root, path))] as const),
  );
  const texts = read.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const]));
  return texts.length < read.length ? readAll() : withTexts(known, new Map(texts));
}

/** Null if it cannot be read or is not UTF-8. */
async function textOf(file: string): Promise<string | null> {
  const bytes = await readPlainFile(file).catch(() => null);
  const text = bytes?.toString("utf8") ?? null;
  return text !== null && bytes !== null && Buffer.from(text, "utf8").equals(bytes) ? text : null;
}
