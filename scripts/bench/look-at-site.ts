/** What a visitor, a validator and a second build see of a built site. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";

/** Returns the hash of every file below a folder, by its path. */
export async function bytesOfSite(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const path of await filesBelow(folder))
    hashes[path] = createHash("sha256")
      .update(await readFile(join(folder, path)))
      .digest("hex");
  return hashes;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/**
 * Lists each link and image of a site at `url` that leads to nothing in its folder, as `page -> address`, for a host
 * that serves a folder's index. `served` are paths that something else answers.
 */
export async function deadLinks(
  folder: string,
  url: string,
  served: readonly string[] = ["/subscribe"],
): Promise<string[]> {
  const paths = await filesBelow(folder);
  const base = new URL(url).pathname.replace(/\/$/, "");
  const known = new Set(paths.map((path) => `${base}/${path}`));
  const dead: string[] = [];
  for (const path of paths.filter((one) => /\.(?:html|xml|json)$/.test(one))) {
    const text = await readFile(join(folder, path), "utf8");
    for (const address of addressesIn(text, path)) {
      const to = URL.parse(address.replaceAll("&amp;", "&"), `${url}/${path}`);
      if (to === null) dead.push(`${path} -> ${address}`);
      if (to === null || to.origin !== new URL(url).origin) continue;
      const at = decodeURIComponent(to.pathname);
      const own = [at, `${at.replace(/\/$/, "")}/index.html`];
      const isServed = served.some((one) => at === `${base}${one}`);
      if (!isServed && !own.some((one) => known.has(one))) dead.push(`${path} -> ${address}`);
    }
  }
  return dead;
}

function addressesIn(text: string, path: string): string[] {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
  if (path.endsWith(".json")) return all(/"(?:\w*url|image)": "([^"]+)"/g);
  return [
    ...all(/\s(?:href|src|content)="((?:https?:\/)?\/[^"]*)"/g),
    ...all(/<loc>([^<]+)<\/loc>/g),
    ...all(/content="0; url=([^"]+)"/g),
  ];
}

/** Lists what html-validate finds in the pages of a site, as `page:line rule message`. */
export async function invalidPages(folder: string): Promise<string[]> {
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: RULES });
  const found: string[] = [];
  for (const path of (await filesBelow(folder)).filter((one) => one.endsWith(".html"))) {
    const report = await validator.validateString(await readFile(join(folder, path), "utf8"));
    for (const { ruleId, message, line } of report.results.flatMap(({ messages }) => messages))
      found.push(`${path}:${line} ${ruleId} ${message}`);
  }
  return found;
}

/** Off: rules about how markup is written, and about what only mail programs need. On: rules about whether it is right. */
const RULES = Object.fromEntries(
  [
    "no-inline-style",
    "no-deprecated-attr",
    "void-style",
    "attr-case",
    "doctype-html",
    "doctype-style",
    "no-conditional-comment",
    "no-trailing-whitespace",
    "presentation-role-style",
    "prefer-native-element",
    "long-title",
    "attribute-allowed-values",
  ].map((rule) => [rule, "off"] as const),
);
