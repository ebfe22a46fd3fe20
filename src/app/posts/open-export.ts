import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import yauzl from "yauzl";
import { isPicture, isText } from "#src/issue/exports/read-export.ts";
import type { ExportFiles } from "#src/issue/exports/post.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { IMAGE_LIMIT_BYTES } from "#src/project/read-images.ts";

/** An export that was opened: its texts, and its pictures to be read when a post needs them. */
export interface OpenExport extends AsyncDisposable {
  readonly files: ExportFiles;
  /** Paths with `/`. */
  readonly pictures: readonly string[];
  /** Throws for a picture that is larger than an issue may hold. */
  readonly readPicture: (path: string) => Promise<Buffer>;
}

/** Far more than the posts of twenty years; a small ZIP file can unpack to any size. */
const LONGEST_TEXT_BYTES = 128 * 1024 * 1024;
const MOST_TEXT_BYTES = 512 * 1024 * 1024;

/** Opens a ZIP file as it was downloaded, a folder into which one was unpacked, or a single file. Throws `import/unreadable`. */
export async function openExport(path: string): Promise<OpenExport> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await openFolder(path);
    if (extname(path).toLowerCase() === ".zip") return await openZip(path);
    return await openFiles([{ name: basename(path), size: found.size, read: () => readFile(path) }]);
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    throw new LetterpressError("import/unreadable", `${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

interface Member {
  /** With `/`, relative to the export. */
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  readonly read: () => Promise<Buffer>;
}

async function openFiles(members: readonly Member[], close = async () => {}): Promise<OpenExport> {
  const files = new Map<string, string>();
  let bytes = 0;
  for (const { name, size, read } of members.filter((one) => isText(one.name))) {
    bytes += size;
    if (size > LONGEST_TEXT_BYTES || bytes > MOST_TEXT_BYTES)
      throw new Error(`${name} is larger than any export of posts (${Math.round(size / 1024 / 1024)} MB)`);
    files.set(name, (await read()).toString("utf8"));
  }
  const pictures = new Map(members.filter(({ name }) => isPicture(name)).map((one) => [one.name, one]));
  return {
    files,
    pictures: [...pictures.keys()],
    readPicture: async (name) => {
      const member = pictures.get(name);
      if (member === undefined) throw new Error(`there is no ${name}`);
      if (member.size > IMAGE_LIMIT_BYTES)
        throw new Error(`it has ${Math.round(member.size / 1024 / 1024)} MB; the limit is 10 MB`);
      return member.read();
    },
    [Symbol.asyncDispose]: close,
  };
}

async function openFolder(folder: string): Promise<OpenExport> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const members: Member[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    if (!isText(name) && !isPicture(name)) continue;
    members.push({ name, size: (await stat(path)).size, read: () => readFile(path) });
  }
  return openFiles(members.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}

/** Only what is needed is unpacked; yauzl refuses names that lead out of the archive, and entries that unpack to more than they say. */
async function openZip(path: string): Promise<OpenExport> {
  const zip = await openArchive(path);
  const members: Member[] = [];
  for await (const entry of entriesOf(zip)) {
    const name = entry.fileName;
    if (name.endsWith("/") || (!isText(name) && !isPicture(name))) continue;
    members.push({ name, size: entry.uncompressedSize, read: () => unpack(zip, entry) });
  }
  return openFiles(members, async () => zip.close());
}

function openArchive(path: string): Promise<yauzl.ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<yauzl.ZipFile>();
  yauzl.open(path, { autoClose: false, lazyEntries: true }, (error, zip) =>
    error === null ? resolve(zip) : reject(error),
  );
  return promise;
}

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const { promise, resolve, reject } = Promise.withResolvers<yauzl.Entry | null>();
    zip.once("entry", resolve);
    zip.once("end", () => resolve(null));
    zip.once("error", reject);
    zip.readEntry();
    const entry = await promise;
    zip.removeAllListeners();
    if (entry === null) return;
    yield entry;
  }
}

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<NodeJS.ReadableStream>();
  zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  const pieces: Buffer[] = [];
  for await (const piece of await promise) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
