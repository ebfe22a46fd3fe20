import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, statSync } from "node:fs";
import { basename } from "node:path";

/** The folder of a project's ledgers. Any other folder may hold what is not ours. */
const OWN_FOLDER = ".letterpress";
/** Endings of the files that SQLite keeps beside a database. SQLite creates them with the mode of the database. */
const BESIDE = ["-wal", "-shm", "-journal"] as const;

/**
 * Makes sure that only its owner may read and write a database's file, whatever the umask. A missing file is created; an
 * existing one is tightened, with the files that SQLite keeps beside it. An existing file is never opened: closing it again
 * would drop the locks that this process holds on it.
 */
export function ownFile(path: string): void {
  if (!create(path)) for (const end of ["", ...BESIDE]) tighten(`${path}${end}`);
}

/** Makes a missing folder for a ledger, for its owner alone; an existing one is tightened if it is the project's own. */
export function ownFolder(path: string): void {
  const created = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (created !== undefined) chmodSync(path, 0o700);
  else if (basename(path) === OWN_FOLDER) tighten(path);
}

/** Returns false if the file exists already. Throws if its folder may not be written. */
function create(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    fchmodSync(file, 0o600);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Takes all rights from the group and from all others. A file that belongs to another user, or cannot be changed, stays as it is. */
function tighten(path: string): void {
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700);
  } catch (error) {
    if (!["ENOENT", "EPERM", "EROFS"].includes(codeOf(error))) throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
