import { posix } from "node:path";
import { percentDecoded } from "#src/issue/percent-decoded.ts";
import type { Note } from "#src/issue/import/notes.ts";
import type { TidyPost } from "#src/issue/import/tidy-post.ts";
import type { Picture } from "#src/issue/import/to-mdast.ts";
import { slugOfTitle } from "#src/issue/front-matter/slug-of-title.ts";
import { messageOf } from "#src/model/errors.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { FetchPicture } from "./fetch-picture.ts";
import type { OpenExport } from "./open-export.ts";

interface FoundPictures {
  readonly pictures: ReadonlyMap<string, Picture>;
  /** The pictures to save beside the issue's file, by name. */
  readonly beside: ReadonlyMap<string, Buffer>;
}

export interface Sources {
  readonly held: OpenExport;
  /** Null where pictures of other sites stay there. */
  readonly fetch: FetchPicture | null;
}

/** Whether any picture of the post is to lie beside its file, as far as that is known before they are read. */
export function hasOwnPictures({ post, pictures }: TidyPost, { held, fetch }: Sources): boolean {
  return pictures.some(
    (src) =>
      src.startsWith("data:image/") ||
      inExport(src, post.folder, held) !== null ||
      (fetch !== null && isRemote(src)),
  );
}

/** Finds every picture of a post: it comes from the export, is fetched, or is left where it is with a note. */
export async function findPictures({ post, pictures }: TidyPost, sources: Sources): Promise<FoundPictures> {
  const found = new Map<string, Picture>();
  const beside = new Map<string, Buffer>();
  for (const src of pictures) {
    const got = await bytesOf(src, post.folder, sources);
    const kept = got.bytes === undefined ? null : await nameFor(src, got.bytes, beside);
    if (kept !== null && got.bytes !== undefined && "name" in kept) {
      beside.set(kept.name, got.bytes);
      found.set(src, { kind: "file", path: `./${kept.name}` });
      continue;
    }
    const problem = kept !== null && "problem" in kept ? kept.problem : got.problem;
    found.set(src, elsewhere(src, problem ?? null));
  }
  return { pictures: found, beside };
}

type Got =
  | { readonly bytes: Buffer; readonly problem?: never }
  | { readonly bytes?: never; readonly problem: string | null };

async function bytesOf(src: string, folder: string, { held, fetch }: Sources): Promise<Got> {
  const data = /^data:image\/[\w.+-]+(;base64)?,(.*)$/s.exec(src);
  if (data !== null)
    return {
      bytes: Buffer.from(
        data[1] === undefined ? percentDecoded(data[2] ?? "") : (data[2] ?? ""),
        data[1] === undefined ? "utf8" : "base64",
      ),
    };
  const path = inExport(src, folder, held);
  if (path !== null) {
    try {
      return { bytes: await held.readPicture(path) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  }
  if (!isRemote(src) || fetch === null) return { problem: null };
  const fetched = await fetch(src);
  return "bytes" in fetched ? { bytes: fetched.bytes } : { problem: fetched.problem };
}

/** Finds the file of the export that an address means: by its path, or by the longest end of the path that only one file has. */
function inExport(src: string, folder: string, { pictures }: OpenExport): string | null {
  if (/^data:/i.test(src)) return null;
  const path = percentDecoded(src.replace(/^[a-z]+:\/\/[^/]+/i, "").replace(/[?#].*$/, ""));
  const beside = posix.normalize(posix.join(folder, path));
  if (!isRemote(src) && pictures.includes(beside)) return beside;
  const steps = path.split("/").filter((step) => step !== "" && step !== "." && step !== "..");
  for (let from = 0; from < steps.length; from += 1) {
    const end = steps.slice(from).join("/");
    const same = pictures.filter((one) => one === end || one.endsWith(`/${end}`));
    if (same.length === 1) return same[0] ?? null;
  }
  return null;
}

function isRemote(src: string): boolean {
  return /^https?:\/\//i.test(src);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  jpeg: "jpg",
  png: "png",
  gif: "gif",
  webp: "webp",
  heif: "avif",
  tiff: "tiff",
};

/** Finds a name that is free beside the file, after the one it had; its ending is that of the picture's real format. */
async function nameFor(
  src: string,
  bytes: Buffer,
  beside: ReadonlyMap<string, Buffer>,
): Promise<{ readonly name: string } | { readonly problem: string }> {
  const { default: sharp } = await import("sharp");
  let format: string;
  try {
    ({ format } = await sharp(bytes).metadata());
  } catch {
    return { problem: "it cannot be read as a picture" };
  }
  const extension = EXTENSIONS[format];
  if (extension === undefined)
    return { problem: `it is ${format.toUpperCase()}, which mail programs do not show` };
  const last = src.startsWith("data:")
    ? "picture"
    : (percentDecoded(src).split(/[?#]/)[0]?.split("/").at(-1) ?? "");
  const stem = slugOfTitle(last.replace(/\.\w{2,5}$/, "")) || "picture";
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? "" : `-${number}`}.${extension}`;
    const other = beside.get(name);
    if (other === undefined || other.equals(bytes)) return { name };
  }
}

/** A picture that does not come to lie beside the file. `problem` says why, if it was tried. */
function elsewhere(src: string, problem: string | null): Picture {
  const shown = src.startsWith("data:") ? "A picture inside the post" : src;
  const why = problem === null ? "" : `: ${problem}`;
  const note = (rule: RuleOf<"warning">, message: string, hint: string): Note => ({
    severity: "warning",
    rule,
    message,
    hint,
    words: "",
  });
  const isNowhere = !isRemote(src) || /^https:\/\/[^/]*\.invalid\//.test(src);
  if (isNowhere)
    return {
      kind: "missing",
      note: note(
        "import/picture-missing",
        `${shown} is not in the export${why}.`,
        "Save it beside the file, and write ![what it shows](./name.png). --site names the old site.",
      ),
    };
  const url = src.replace(/^http:/i, "https:");
  const hint =
    problem === null
      ? "Import with --fetch-images to keep it here, before the old site closes."
      : "Save it beside the file by hand.";
  return {
    kind: "link",
    url,
    note: note("import/picture-remote", `${shown} stays on the old site${why}.`, hint),
  };
}
