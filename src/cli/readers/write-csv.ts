import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Writable } from "node:stream";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";

/**
 * Write addresses to a file, or to stdout where no file is named. The file appears when it is complete, only its owner
 * may read it, and git must not track it (`audience/in-repository`).
 */
export async function writeCsv<T>(
  file: string | undefined,
  { io, root }: { readonly io: Io; readonly root: string },
  write: (out: Writable) => Promise<T>,
): Promise<T> {
  if (file === undefined) {
    // The writer ends its stream, and stdout must stay open.
    const { stdout } = io;
    return write(
      new Writable({ write: (chunk: Buffer, _encoding, done) => void stdout.write(chunk, () => done()) }),
    );
  }
  const path = resolve(io.cwd, file);
  await refuseTrackedCsv(path, root);
  const part = `${path}.part`;
  // A part file that a process left when it died would keep the mode it had.
  await rm(part, { force: true });
  try {
    const written = await write(createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new LetterpressError("usage/invalid", `Cannot write ${file}: its folder does not exist.`, {
      cause: error,
      hint: "Create the folder, or name another file.",
    });
  }
}
