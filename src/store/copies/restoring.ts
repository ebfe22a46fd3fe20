import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Returns the commands that put a backup in a ledger's place, in order. `restore` never overwrites anything, and the files
 * that SQLite keeps beside the ledger's file must move with it.
 */
export function restoring(url: string): string {
  const end =
    "`letterpress restore FILE` with your last backup, and `letterpress status`, which says what to resume.";
  if (!url.startsWith("sqlite:"))
    return `Stop every process that uses this ledger, and name an empty database in DATABASE_URL. Then run ${end}`;
  const path = url.slice("sqlite:".length);
  const aside = join(dirname(path), "damaged");
  const files = ["", "-wal", "-shm"].map((end) => path + end).filter((file) => existsSync(file));
  const move = `mkdir -p ${quoted(aside)} && mv ${files.map(quoted).join(" ")} ${quoted(aside)}`;
  return `In this order: stop every process that uses it, then run \`${move}\`, ${end}`;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
