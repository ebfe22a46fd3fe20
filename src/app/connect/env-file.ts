import { randomBytes } from "node:crypto";
import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { sep } from "node:path";
import { parseEnv } from "node:util";
import { ifThere } from "#src/project/if-there.ts";

/** Returns the value of a variable in a file of lines `NAME=value`; null if it has none. */
export async function readVariable(file: string, name: string): Promise<string | null> {
  const text = await ifThere(readFile(file, "utf8"));
  return text === null ? null : parseEnv(text)[name]?.trim() || null;
}

/**
 * Puts a secret in front of those that a variable already has in the file. Every other line stays as it is. The file
 * becomes its owner's alone, and is replaced in one step: a crash in the middle must not lose the other secrets.
 */
export async function addSecret(file: string, name: string, secret: string): Promise<void> {
  const found = await ifThere(stat(file));
  // A symbolic link stays a link: its target is replaced.
  const path = found === null ? file : await realpath(file);
  const text = found === null ? "" : await readFile(path, "utf8");
  const known = (parseEnv(text)[name] ?? "").split(",").map((one) => one.trim());
  const values = [secret, ...known.filter((one) => one !== "" && one !== secret)];
  const fresh = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(fresh, withLine(text, name, values.join(",")), { mode: 0o600, flag: "wx" });
    await chmod(fresh, 0o600);
    // A file that root writes must stay readable for the service that owns it.
    if (found !== null && found.uid !== process.getuid?.()) await chown(fresh, found.uid, found.gid);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** The last line that sets the variable counts, so it is replaced; without any, a line is added. */
function withLine(text: string, name: string, value: string): string {
  const lines = [...text.matchAll(new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${name}[ \\t]*=[^\\r\\n]*`, "gm"))];
  const last = lines.at(-1);
  if (last === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${name}=${value}\n`;
  return `${text.slice(0, last.index)}${last[1] ?? ""}${name}=${value}${text.slice(last.index + last[0].length)}`;
}

/** The name of a file in messages: relative to the project's root if the file is below it. */
export function nameOf(file: string, root: string): string {
  return file.startsWith(`${root}${sep}`) ? file.slice(root.length + 1) : file;
}
