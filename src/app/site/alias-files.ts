import { basePath } from "#src/pages/page-address.ts";
import type { Newsletter } from "#src/model/newsletter.ts";

/**
 * The files that answer at an issue's former address, relative to the site, with `/`. A slug was a page of this site. A path
 * (`/2019/05/hello.html`) was a page of another system: links may lead to that path below the newsletter's address, or to the
 * page of the slug at its end. Empty for a path that leads out of the site.
 */
export function aliasFiles(newsletter: Pick<Newsletter, "url">, alias: string): readonly string[] {
  const path = pathOf(alias);
  if (path === null) return [];
  const base = basePath(newsletter).slice(1).split("/").filter(Boolean);
  const steps = path.split("/").filter((step) => step !== "");
  const own = base.every((step, index) => steps[index] === step) ? steps.slice(base.length) : steps;
  const last = own.at(-1);
  if (last === undefined || own.some((step) => !SAFE.test(step))) return [];
  const slug = last.replace(/\.html?$/i, "");
  const ofSlug = `issues/${slug}/index.html`;
  if (own.length === 1 && !path.includes("/")) return [ofSlug];
  const asWritten = /\.html?$/i.test(last) ? own.join("/") : `${own.join("/")}/index.html`;
  return [...new Set([asWritten, ofSlug])];
}

/** Names that every host serves unchanged. No name begins with a dot, so none leads upwards. */
const SAFE = /^[\p{L}\p{N}_~][\p{L}\p{N}_.~@!$'()+,;=-]*$/u;

function pathOf(alias: string): string | null {
  if (/^https?:/i.test(alias)) return URL.canParse(alias) ? decoded(new URL(alias).pathname) : null;
  return decoded(alias.replace(/[?#].*$/, ""));
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
