import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ifThere } from "#src/project/if-there.ts";

/**
 * Writes an issue with its pictures. The text comes last: after a crash the next run takes the issue up again, because a folder without
 * `index.md` is no issue. Never overwrites: returns false if the issue is there, throws if another file has the name of a picture.
 */
export async function saveIssue(
  root: string,
  path: string,
  { text, beside }: { readonly text: string; readonly beside: ReadonlyMap<string, Buffer> },
): Promise<boolean> {
  const file = join(root, path);
  if ((await ifThere(readFile(file))) !== null) return false;
  await mkdir(dirname(file), { recursive: true });
  for (const [name, bytes] of beside) {
    const picture = join(dirname(file), name);
    const there = await ifThere(readFile(picture));
    if (there === null) await writeFile(picture, bytes, { flag: "wx" });
    else if (!there.equals(bytes))
      throw new Error(`${name} is beside ${path} already, and is another picture`);
  }
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
