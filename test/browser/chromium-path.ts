import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json" with { type: "json" };

const UNPACK = `import("@sparticuz/chromium").then((module) => module.default.executablePath());`;

/**
 * The program of the Chromium that comes as a package, unpacked beside the other temporary files once. Those that start at
 * the same moment unpack one each and keep the first: nothing can start a program that somebody still writes (ETXTBSY).
 */
export async function chromiumPath(): Promise<string> {
  const version = manifest.devDependencies["@sparticuz/chromium"];
  const kept = join(tmpdir(), `letterpress-chromium-${version}`);
  if (!existsSync(kept)) {
    const own = await mkdtemp(join(tmpdir(), "letterpress-chromium-new-"));
    await promisify(execFile)(process.execPath, ["--eval", UNPACK], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: own },
    });
    // A folder that holds something is never replaced.
    await rename(own, kept).catch(() => rm(own, { recursive: true }));
  }
  return join(kept, "chromium");
}
