import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type Finding, whereOf } from "#src/model/finding.ts";
import { ifThere } from "#src/project/if-there.ts";
import { isAlive } from "#src/send/worker-token.ts";
import type { SiteFile } from "./lay-out-site.ts";
import type { SiteImage } from "./site-issue.ts";

/** Lists the files that a build made, so that the next one knows which to remove. Pictures are not in it: see `writeSite`. */
const MANIFEST = ".letterpress-site.json";
/** The name of a file while it is written; the file is renamed when it is whole. */
const HALF = /^\.letterpress-site\.(\d+)\.tmp$/;

interface Written {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly findings: readonly Finding[];
}

/**
 * Brings a folder up to date with the site. A file is replaced whole or not at all. A file with the same bytes is not touched,
 * and a file that no build made is left as it is. Files that an earlier build made and this one does not are removed, except
 * for images: mails that were sent show them for as long as somebody opens them.
 */
export async function writeSite(
  root: string,
  folder: string,
  { files, images }: { readonly files: readonly SiteFile[]; readonly images: readonly SiteImage[] },
): Promise<Written> {
  await mkdir(folder, { recursive: true });
  await sweep(folder);
  const before = await readManifest(folder);
  const findings: Finding[] = [];
  const own: string[] = [];
  const changed: (readonly [path: string, bytes: string | Uint8Array])[] = [];
  for (const { name, bytes } of images) {
    const path = `a/${name}`;
    const state = stateOf(folder, path, bytes);
    if (state === "blocked") findings.push(taken(root, join(folder, path), false));
    else if (state !== "same") changed.push([path, bytes]);
  }
  for (const { path, text, mayYield } of files) {
    const state = stateOf(folder, path, text);
    if (state === "blocked" || (state === "other" && !before.has(path))) {
      findings.push(taken(root, join(folder, path), mayYield));
      continue;
    }
    own.push(path);
    if (state !== "same") changed.push([path, text]);
  }
  // The manifest comes first: if this build is cut short, the next one knows the files it wrote as its own.
  await replaceManifest(folder, [...before, ...own]);
  for (const [path, bytes] of changed) await replace(folder, path, bytes);
  const made = new Set(files.map(({ path }) => path));
  let removed = 0;
  for (const path of [...before].filter((one) => !made.has(one))) {
    if (await remove(folder, path)) removed += 1;
  }
  await replaceManifest(folder, own);
  return {
    written: changed.length,
    unchanged: own.length + images.length - changed.length,
    removed,
    findings,
  };
}

/** The names of images that a folder has. */
export async function imagesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(join(folder, "a")).catch(() => []));
}

type State = "missing" | "same" | "other" | "blocked";

/**
 * `blocked`: a folder stands where the file should, or a file where a folder should. Reads synchronously: each of a thousand
 * files would otherwise wait its turn four times.
 */
function stateOf(folder: string, path: string, bytes: string | Uint8Array): State {
  try {
    const there = readFileSync(join(folder, path));
    return there.equals(typeof bytes === "string" ? Buffer.from(bytes) : bytes) ? "same" : "other";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return "missing";
    if (code === "EISDIR" || code === "ENOTDIR") return "blocked";
    throw error;
  }
}

async function replace(folder: string, path: string, bytes: string | Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const half = join(folder, `.letterpress-site.${process.pid}.tmp`);
  try {
    await writeFile(half, bytes);
    await rename(half, file);
  } finally {
    await rm(half, { force: true });
  }
}

/** Removes files that killed builds have left half written. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = HALF.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

/** Remove a file and the folders that it leaves empty. */
async function remove(folder: string, path: string): Promise<boolean> {
  const file = join(folder, path);
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) return false;
  await unlink(file);
  for (let parent = dirname(file); parent.startsWith(folder + sep); parent = dirname(parent)) {
    const isEmpty = await rmdir(parent).then(
      () => true,
      () => false,
    );
    if (!isEmpty) break;
  }
  return true;
}

/** Returns only paths that can be below the folder: a manifest is a file that anybody may have edited. */
async function readManifest(folder: string): Promise<ReadonlySet<string>> {
  const text = (await ifThere(readFile(join(folder, MANIFEST), "utf8"))) ?? "{}";
  let files: unknown;
  try {
    ({ files } = JSON.parse(text) as { files?: unknown });
  } catch {
    files = [];
  }
  const paths = Array.isArray(files) ? files.filter((path) => typeof path === "string") : [];
  return new Set(paths.filter((path) => !path.startsWith("/") && !path.split(/[\\/]/).includes("..")));
}

async function replaceManifest(folder: string, paths: readonly string[]): Promise<void> {
  const about = "Made by `letterpress build --site`. It removes these files when it no longer makes them.";
  const text = `${JSON.stringify({ about, files: [...new Set(paths)].toSorted() }, null, 2)}\n`;
  if (stateOf(folder, MANIFEST, text) !== "same") await replace(folder, MANIFEST, text);
}

function taken(root: string, file: string, mayYield: boolean): Finding {
  const path = relative(root, file).split(sep).join("/");
  const at = { ...whereOf(path, null), rule: "site/taken", fix: null };
  const message = "This file already exists and Letterpress did not make it, so it stays as it is.";
  return mayYield
    ? { ...at, severity: "info", message, hint: null }
    : {
        ...at,
        severity: "error",
        message,
        hint: "Remove the file, or build into a separate folder such as public/letter and add /letter to `url` in newsletter.config.ts.",
      };
}
