import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, statSync } from "node:fs";
import { basename } from "node:path";

/** The folder of a project's ledgers. Any other folder may hold what is not ours. */
const OWN_FOLDER = ".letterpress";
/** What SQLite keeps beside a database. It creates them with the mode that the database has. */
const BESIDE = ["-wal", "-shm", "-journal"] as const;

/**
 * A database's file that its owner alone may read and write, whatever the umask: made where there is none, else tightened with
 * what SQLite keeps beside it. One that is there is never opened: to close it again would drop the locks that this
 * process holds on it.
 */
export function ownFile(path: string): void {
  if (!create(path)) for (const end of ["", ...BESIDE]) tighten(`${path}${end}`);
}

/** A folder for a ledger, made for its owner alone where there is none; the project's own is tightened. */
export function ownFolder(path: string): void {
  const created = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (created !== undefined) chmodSync(path, 0o700);
  else if (basename(path) === OWN_FOLDER) tighten(path);
}

/** False where there is such a file. Throws where the folder may not be written. */
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

/** Take the rights of the group and of all others away. What belongs to another user, or cannot be changed, stays. */
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
