import { open, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { sql } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { type TableCopy, copyLedger } from "./copy-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { ownFile } from "#src/store/guard/own-files.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";

/**
 * Writes a ledger, images and all, into a new SQLite file while the ledger is in use. SQLite writes the file itself, as of
 * one moment; from PostgreSQL the rows are copied and verified in one snapshot. The file appears under its name only when
 * it is whole and on disk. Throws `ledger/backup` if there is a file of that name already.
 */
export async function backupLedger(
  ledger: Ledger,
  path: string,
  onTable: (copy: TableCopy) => void = () => undefined,
): Promise<void> {
  const file = resolve(path);
  if (existsSync(file)) {
    throw new LetterpressError("ledger/backup", `The file ${path} already exists.`, {
      hint: "Give each backup its own file name.",
    });
  }
  const partial = `${file}.partial`;
  await removeFile(partial);
  try {
    ownFile(partial);
    if (ledger.dialect === "sqlite") await sql`vacuum into ${partial}`.execute(ledger.db);
    else await copyOut(ledger, partial, onTable);
    check(partial, path);
    // SQLite lets the system decide when the new file reaches the disk; a backup that a power cut can empty is no backup.
    await flush(partial);
    await rename(partial, file);
    await flush(dirname(file));
  } catch (error) {
    await removeFile(partial);
    throw asBackupError(error, path);
  }
}

async function copyOut(ledger: Ledger, partial: string, onTable: (copy: TableCopy) => void): Promise<void> {
  await using copy = await openLedger({
    url: `sqlite:${partial}`,
    root: "/",
    destination: ledger.destination,
    // The binding to the key is copied with the ledger's rows.
    suppressionKey: null,
    clock: ledger.clock,
    create: true,
  });
  await ledger.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((source) =>
      copy.db
        .transaction()
        .execute((target) =>
          copyLedger({ db: source, dialect: "postgres" }, { db: target, dialect: "sqlite" }, onTable),
        ),
    );
}

/** Reads every page of a file of ours back, and may write to it as SQLite does. Throws `ledger/backup` where it is not a whole database. */
export function check(file: string, shown: string): void {
  let says: unknown;
  try {
    const database = openSqlite(file);
    try {
      says = database.pragma("integrity_check", { simple: true });
    } finally {
      database.close();
    }
  } catch (error) {
    throw new LetterpressError("ledger/backup", `${shown} is not a readable SQLite database.`, {
      cause: error,
    });
  }
  if (says !== "ok") throw new LetterpressError("ledger/backup", `${shown} is damaged: ${String(says)}.`);
}

/** Flushes a file or folder: it is on disk when this resolves. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes a database file with the files that SQLite keeps beside it. */
async function removeFile(file: string): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await rm(`${file}${end}`, { force: true });
}

function asBackupError(error: unknown, path: string): unknown {
  if (error instanceof LetterpressError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LetterpressError("ledger/backup", `The backup ${path} could not be written: ${message}`, {
    cause: error,
  });
}
