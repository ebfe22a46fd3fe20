import { accessSync, constants, statfsSync } from "node:fs";

/** Linux keeps these files in memory. */
const FOLDER = "/dev/shm";
/** Two installed packages, the ledgers and the databases of a run take less. */
const NEEDED_BYTES = 8 * 1024 ** 3;

/** A folder in memory with room for a whole run; null where there is none, as in most containers. */
export function roomyMemory(): string | null {
  try {
    accessSync(FOLDER, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(FOLDER);
    return bavail * bsize >= NEEDED_BYTES ? FOLDER : null;
  } catch {
    return null;
  }
}
