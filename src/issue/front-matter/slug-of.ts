import { isMap, isScalar } from "yaml";
import { key } from "#src/model/newsletter.ts";
import { cutFrontMatter } from "./cut-front-matter.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";

/** Far behind the end of any front matter. */
const HEAD = 10_000;

/** An issue's slug, before it is parsed: front matter's `slug`, else the file's or folder's name without its date. */
export function slugOf(path: string, text: string): string {
  const written = readSlug(path, text);
  return written !== null && key.safeParse(written).success
    ? written
    : nameOf(path).replace(/^\d{4}-\d\d-\d\d-(?=.)/, "");
}

function readSlug(path: string, text: string): string | null {
  const contents = contentsOf(path, text);
  // A slip in another line must not make it another issue, whose send would go on as if nobody had touched its file.
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

/** The date a file or folder is named after; "" without one. */
export function dateOfPath(path: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(nameOf(path))?.[0] ?? "";
}

/** `issues/2026-12-01-hello/index.md` and `issues/2026-12-01-hello.md` are both `2026-12-01-hello`. */
function nameOf(path: string): string {
  const steps = path.split("/");
  const last = steps.at(-1) ?? "";
  return last === "index.md" ? (steps.at(-2) ?? "") : last.replace(/\.md$/, "");
}
