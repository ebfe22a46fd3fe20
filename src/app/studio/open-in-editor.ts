import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { startApart } from "#src/apart/run-apart.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { leadsOut } from "#src/project/leads-out.ts";
import type { EditorOrder } from "./editor-process.ts";

/** A place of a file of the project. `file` is relative to its root, with `/`. */
interface EditorPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Opened {
  /** Null where an editor was started; else why none was. */
  readonly trouble: string | null;
  /** Opens VS Code, and the editors made of it, from a browser. */
  readonly link: string;
}

/** A process, because the library prints to stdout, and lets the editor do so. One for all orders: a second vim ends the first one. */
const editor = startApart<EditorOrder, string | null>({
  script: new URL("./editor-process.ts", import.meta.url),
  kind: "process",
});

/**
 * Opens a file in the author's editor: the program `named`, the editor that is running, or that of `VISUAL` and `EDITOR`.
 * Throws `usage/invalid` for a file that is outside the project.
 */
export async function openInEditor(
  { root, editor: named }: { readonly root: string; readonly editor: string | null },
  { file, line, column }: EditorPlace,
): Promise<Opened> {
  const path = await insideOf(root, file);
  const link = `vscode://file${pathToFileURL(path).pathname}:${line}:${column}`;
  const trouble = await editor.ask({ place: `${path}:${line}:${column}`, editor: named });
  return { trouble, link };
}

/** Returns the real path of a file, because a symbolic link in the project may lead out of it. */
async function insideOf(root: string, file: string): Promise<string> {
  const [folder, path] = await Promise.all([realpath(root), realpath(join(root, file)).catch(() => null)]);
  const inside = path === null ? ".." : relative(folder, path);
  if (path === null || inside === "" || leadsOut(inside))
    throw new LetterpressError("usage/invalid", `Expected a file of this project, got ${file}.`, {
      hint: "Load the page again: the file may have been moved.",
    });
  return path;
}
