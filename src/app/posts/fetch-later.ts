import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import escapeRegExp from "escape-string-regexp";
import { findingOf } from "#src/issue/import/write-issue.ts";
import type { TidyPost } from "#src/issue/import/tidy-post.ts";
import type { Finding } from "#src/model/finding.ts";
import { ifThere } from "#src/project/if-there.ts";
import { type Sources, findPictures } from "./find-pictures.ts";

interface FetchedLater {
  readonly pictures: number;
  readonly findings: readonly Finding[];
}

/**
 * Fetches the pictures of an issue that was imported before and still shows them from the old site. Somebody may have corrected
 * its text since, so only the addresses of pictures are replaced. A picture that was taken out of the text is not fetched.
 */
export async function fetchLater(
  root: string,
  path: string,
  tidy: TidyPost,
  sources: Sources,
): Promise<FetchedLater> {
  const file = join(root, path);
  const shown = (src: string, text: string) => imageOf(src).test(text);
  const before = await readFile(file, "utf8");
  const pictures = tidy.pictures.filter((src) => /^https?:/i.test(src) && shown(src, before));
  if (pictures.length === 0) return { pictures: 0, findings: [] };
  const found = await findPictures({ ...tidy, pictures }, sources);
  // Fetching takes a while, and an editor may have saved meanwhile.
  let text = await readFile(file, "utf8");
  const read = text;
  const findings: Finding[] = [];
  for (const [src, picture] of found.pictures) {
    if (picture.kind !== "file") {
      if (picture.note !== null) findings.push(findingOf(picture.note, path, null));
      continue;
    }
    const bytes = found.beside.get(basename(picture.path));
    if (bytes === undefined) continue;
    const name = await saveBeside(file, basename(picture.path), bytes);
    text = text.replace(imageOf(src), (_, start: string) => `${start}./${name}`);
  }
  if (text !== read) await writeFile(file, text);
  return { pictures: found.beside.size, findings };
}

/** A pattern for the address of a picture that Markdown shows, and of nothing else that leads there. */
function imageOf(src: string): RegExp {
  const url = escapeRegExp(src.replace(/^http:/i, "https:"));
  return new RegExp(String.raw`(!\[(?:\\.|[^\]\\])*\]\()${url}(?=[\s)])`, "g");
}

/**
 * Saves a picture under a name that no other picture has. An issue without a folder of its
 * own has the pictures of all issues beside it, so their names begin with the issue's.
 */
async function saveBeside(file: string, wished: string, bytes: Buffer): Promise<string> {
  const own = basename(file) === "index.md" ? wished : `${basename(file, ".md")}-${wished}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? own : own.replace(/(?=\.\w+$)/, `-${number}`);
    const there = await ifThere(readFile(join(dirname(file), name)));
    if (there === null) await writeFile(join(dirname(file), name), bytes, { flag: "wx" });
    if (there === null || there.equals(bytes)) return name;
  }
}
