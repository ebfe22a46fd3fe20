import { isMap, isScalar } from "yaml";
import { key } from "#src/model/newsletter.ts";
import { cutFrontMatter } from "./cut-front-matter.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";

/** An issue's slug, before it is parsed: front matter's `slug`, else the file's or folder's name without its date. */
export function slugOf(path: string, text: string): string {
  const contents = cutFrontMatter(text, sourceReporter(path, text))?.document.contents;
  const node = isMap(contents) ? contents.get("slug", true) : undefined;
  const written = isScalar(node) && typeof node.value === "string" ? node.value : null;
  return written !== null && key.safeParse(written).success
    ? written
    : nameOf(path).replace(/^\d{4}-\d\d-\d\d-(?=.)/, "");
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
