import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { CompletionItemKind } from "vscode-languageserver";
import type { Around } from "#src/editor/around.ts";
import type { Choice } from "./choice.ts";

/** Nobody reads a longer list; typing more makes it shorter. */
export const MOST_CHOICES = 200;

/** Lists the other issues, newest first, by the path that a link to them has. */
export function issueChoices(typed: string, { path, project }: Around): readonly Choice[] {
  if (/^[a-z]+:/i.test(typed)) return [];
  const words = typed.replace(/^[./]+/, "").toLowerCase();
  return project.issues
    .filter(({ source }) => source.path !== path)
    .map(({ source, issue }) => ({
      label: relativeTo(path, source.path),
      detail: issue?.title ?? source.slug,
      kind: CompletionItemKind.File,
    }))
    .filter(({ label, detail }) => `${label} ${detail}`.toLowerCase().includes(words))
    .slice(0, MOST_CHOICES);
}

const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|tiff?|heic|svg)$/i;
/** Folders that hold no pictures for issues. */
const OTHER = /^(?:\..*|node_modules|templates|out|dist|src|test|docs)$/;
const DEEPEST = 4;

/** Lists the pictures beside the issue, then those that issues share. Pictures of another issue are not offered. */
export async function pictureChoices({ path, project }: Around): Promise<readonly Choice[]> {
  const own = path.endsWith("/index.md") ? posix.dirname(path) : null;
  const found = [
    ...(own === null ? [] : await picturesBelow(project.root, own)),
    ...(await picturesBelow(project.root, "")),
  ];
  return [...new Set(found)]
    .slice(0, MOST_CHOICES)
    .map((file) => ({ label: relativeTo(path, file), kind: CompletionItemKind.File }));
}

async function picturesBelow(root: string, folder: string, depth = 0): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  // Another issue's folder may be moved or removed, and its pictures with it.
  if (depth > 1 && folder.startsWith("issues/") && entries.some(({ name }) => name === "index.md")) return [];
  const files = entries
    .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
    .map(({ name }) => posix.join(folder, name));
  if (depth >= DEEPEST) return files;
  const folders = entries.filter((entry) => entry.isDirectory() && !OTHER.test(entry.name));
  for (const { name } of folders)
    files.push(...(await picturesBelow(root, posix.join(folder, name), depth + 1)));
  return files;
}

/** The relative path as Markdown has it: `./` before a file beside this one. */
function relativeTo(path: string, target: string): string {
  const relative = posix.relative(posix.dirname(path), target);
  // Markdown ends an address at a space or a bracket.
  const written = relative.replaceAll(/[\s()<>%]/g, (letter) =>
    encodeURIComponent(letter).replace("(", "%28").replace(")", "%29"),
  );
  return written.startsWith(".") ? written : `./${written}`;
}
