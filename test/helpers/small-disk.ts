import { execFile } from "node:child_process";
import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A disk of its own that can really be full. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Take every free byte. */
  readonly fill: () => void;
  /** Give them back. */
  readonly empty: () => Promise<void>;
}

/** A file system in memory of so many megabytes; null where this process may not mount one (it needs root). */
export async function smallDisk(megabytes: number): Promise<SmallDisk | null> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), "letterpress-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  } catch {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill: () => {
      for (const bytes of [1 << 20, 1 << 12, 1]) appendUntilFull(ballast, Buffer.alloc(bytes));
    },
    empty: () => rm(ballast, { force: true }),
    [Symbol.asyncDispose]: async () => {
      await run("umount", ["-l", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function appendUntilFull(path: string, chunk: Buffer): void {
  try {
    for (;;) appendFileSync(path, chunk);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
