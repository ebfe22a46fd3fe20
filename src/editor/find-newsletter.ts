import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { CONFIG } from "#src/project/check-config.ts";
import { snippetNameOf } from "#src/project/read-snippets.ts";
import { isIssuePath } from "#src/project/with-texts.ts";

/** A file that an editor has opened, and the newsletter it belongs to. */
export interface Belonging {
  /** The newsletter's folder, absolute. */
  readonly root: string;
  /** The file's path relative to it, with `/`. */
  readonly path: string;
}

/** Finds the newsletter that has `file` (absolute) as an issue or a snippet; null for every other file, and editors open many others. */
export function findNewsletter(file: string): Belonging | null {
  for (let root = dirname(file); ; root = dirname(root)) {
    if (existsSync(join(root, CONFIG))) {
      const path = relative(root, file).replaceAll(sep, "/");
      return isIssuePath(path) || snippetNameOf(path) !== null ? { root, path } : null;
    }
    if (root === dirname(root)) return null;
  }
}
