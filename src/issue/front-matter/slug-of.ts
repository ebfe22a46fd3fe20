/** A file without this word, or an escape that could spell it, sets no slug in front matter, so YAML need not be loaded. */
const MAY_SAY = /slug|\\/;

/** An issue's slug, before it is parsed: front matter's `slug`, else the file's or folder's name without its date. */
export async function slugOf(path: string, text: string): Promise<string> {
  const written = MAY_SAY.test(text) ? (await import("./written-slug.ts")).writtenSlug(path, text) : null;
  return written ?? slugOfPath(path);
}

/** The file's or folder's name without its date. */
export function slugOfPath(path: string): string {
  return nameOf(path).replace(/^\d{4}-\d\d-\d\d-(?=.)/, "");
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
