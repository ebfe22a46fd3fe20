import { posix } from "node:path";
import type { ExportFiles, ReadExport, System } from "./post.ts";
import { readBeehiiv } from "./read-beehiiv.ts";
import { frontMatterOf, listOf, readButtondown } from "./read-buttondown.ts";
import { readGhost, tablesOf } from "./read-ghost.ts";
import { readSubstack } from "./read-substack.ts";

/** The posts of an export. `site` is the old site's address, without a slash at its end. */
export function readExport(system: System, files: ExportFiles, site: string | null): ReadExport {
  switch (system) {
    case "substack":
      return readSubstack(files, site);
    case "beehiiv":
      return readBeehiiv(files);
    case "ghost":
      return readGhost(files, site);
    case "buttondown":
      return readButtondown(files, site);
  }
}

/** Returns the system that wrote these files; null if none of the known ones did. */
export function recogniseSystem(files: ExportFiles): System | null {
  for (const [path, text] of files) {
    const head = text.slice(0, 2000).toLowerCase();
    if (posix.basename(path) === "posts.csv" && /\bpost_id\b/.test(head)) return "substack";
    if (path.endsWith(".csv") && /\bcontent_html\b/.test(head.split("\n", 1)[0] ?? "")) return "beehiiv";
  }
  for (const [path, text] of files) if (path.endsWith(".json") && tablesOf(text) !== null) return "ghost";
  if (listOf(files) !== null) return "buttondown";
  const isPulled = ([path, text]: readonly [string, string]) =>
    path.endsWith(".md") && "subject" in frontMatterOf(text);
  return [...files].some(isPulled) ? "buttondown" : null;
}

/**
 * Whether a file of an export is text to read. Some exports hold lists of subscribers beside the posts: those are not even opened.
 */
export function isText(path: string): boolean {
  const name = posix.basename(path).toLowerCase();
  if (path.includes("__MACOSX/") || name.startsWith(".")) return false;
  if (/\.(?:opens|delivers)\.csv$|^(?:email_list|subscribers?|members?)\b.*\.csv$/.test(name)) return false;
  return /\.(?:csv|json|html?|md|markdown)$/.test(name);
}

export function isPicture(path: string): boolean {
  return !path.includes("__MACOSX/") && /\.(?:png|jpe?g|gif|webp|avif|heic|svg|bmp|tiff?)$/i.test(path);
}
