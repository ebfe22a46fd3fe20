import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The files that Vite builds: in dist/ of the package, but in a folder of its own in the repository, so that building the package takes it
 * from nobody.
 */
const FOLDER = new URL(
  import.meta.url.endsWith(".ts") ? "../../../.studio/" : "../../studio/",
  import.meta.url,
);

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** Returns a built file of the studio by its path; null if there is none. No name leads out of the folder. */
export function studioFile(path: string): { readonly path: string; readonly mediaType: string } | null {
  const ending = /^(?:assets\/)?[\w-][\w.-]*\.(\w+)$/.exec(path)?.[1] ?? "";
  const mediaType = TYPES[ending];
  if (mediaType === undefined) return null;
  const file = fileURLToPath(new URL(path, FOLDER));
  return existsSync(file) ? { path: file, mediaType } : null;
}
