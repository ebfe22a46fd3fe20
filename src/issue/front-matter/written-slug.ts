import { isMap, isScalar } from "yaml";
import { key } from "#src/model/newsletter.ts";
import { cutFrontMatter } from "./cut-front-matter.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";

/** How far the fallback looks: well beyond the end of any front matter. */
const HEAD = 10_000;

/** Returns front matter's `slug` if it is a valid one; null otherwise. */
export function writtenSlug(path: string, text: string): string | null {
  const written = readSlug(path, text);
  return written !== null && key.safeParse(written).success ? written : null;
}

function readSlug(path: string, text: string): string | null {
  const contents = contentsOf(path, text);
  // A typing mistake in another line must not make this another issue: the first one's send would go on as if nobody had touched the file.
  if (!isMap(contents))
    return /^slug:[ \t]*(["']?)([\w-]+)\1[ \t]*(?:#.*)?\r?$/m.exec(text.slice(0, HEAD))?.[2] ?? null;
  const node = contents.get("slug", true);
  return isScalar(node) && typeof node.value === "string" ? node.value : null;
}

/** Undefined where the front matter cannot be read, for whatever reason: the parser says why. */
function contentsOf(path: string, text: string): unknown {
  try {
    return cutFrontMatter(text, sourceReporter(path, text))?.document.contents;
  } catch {
    return undefined;
  }
}
