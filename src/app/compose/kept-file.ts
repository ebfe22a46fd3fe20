import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Below the project's root. It may be deleted at any time. */
const FOLDER = [".letterpress", "cache"] as const;

/**
 * Reads what was kept under a name in `.letterpress/cache/`. Returns null if there is
 * nothing, or if the file is not what was written: its first line is the hash of the rest.
 */
export function readKept<T>(root: string, name: string): T | null {
  const text = textOf(fileOf(root, name));
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  return text.slice(0, end) === sha256(body) ? (JSON.parse(body) as T) : null;
}

/**
 * Keeps a value under a name. Never throws: if the folder cannot be written or the disk is full, the next
 * command does the same work again.
 */
export async function keep(root: string, name: string, kept: unknown): Promise<void> {
  const body = JSON.stringify(kept);
  const [own, folder] = [join(root, FOLDER[0]), join(root, ...FOLDER)];
  const file = fileOf(root, name);
  const half = `${file}.${process.pid}`;
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === own) await chmod(own, 0o700);
    // Keeps the folder out of a commit if the project's own .gitignore does not name it.
    await writeFile(join(folder, ".gitignore"), "*\n");
    await writeFile(half, `${sha256(body)}\n${body}`, { mode: 0o600 });
    await rename(half, file);
  } catch {
    // See above.
  }
}

/** Reads synchronously: with hundreds of small files, each asynchronous read would wait its turn four times. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function fileOf(root: string, name: string): string {
  return join(root, ...FOLDER, `${sha256(name).slice(0, 24)}.json`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
