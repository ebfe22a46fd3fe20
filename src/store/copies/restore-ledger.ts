import { existsSync, statSync } from "node:fs";
import { chmod, copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { check, flush } from "./backup-ledger.ts";
import { type TableCopy, copyLedger } from "./copy-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { markRestored } from "./mark-restored.ts";
import { ownFile, ownFolder } from "#src/store/guard/own-files.ts";
import { type LedgerOptions, openLedger, sqlitePath } from "#src/store/database/open-ledger.ts";

export interface RestoreOptions extends Pick<
  LedgerOptions,
  "root" | "destination" | "suppressionKey" | "clock"
> {
  /** The backup: a SQLite file, made from either database. */
  readonly file: string;
  /** Where it goes: a SQLite file that is not there yet, or a PostgreSQL database without a ledger's rows. */
  readonly url: string;
  /** Called with the restored ledger before anybody else can see it. */
  readonly before?: (ledger: Pick<Ledger, "db" | "clock">) => Promise<void>;
  readonly onTable?: (copy: TableCopy) => void;
}

/**
 * Bring a backup back as a ledger in which nothing moves by itself: it is marked before it appears under its name, so
 * no process ever finds it unmarked. The backup itself is only read, its rights aside. Returns how many sends
 * wait for a person.
 */
export async function restoreLedger(options: RestoreOptions): Promise<number> {
  const { file, url, root, destination, suppressionKey, clock } = options;
  if (!isFile(file)) throw new LetterpressError("ledger/backup", `There is no file ${file}.`);
  const target = /^postgres(?:ql)?:/.test(url) ? null : sqlitePath(url, root);
  if (target !== null) {
    refuseTaken(target, url);
    ownFolder(dirname(target));
  }
  const folder = await mkdtemp(join(target === null ? tmpdir() : dirname(target), ".restoring-"));
  const work = join(folder, "ledger.db");
  try {
    await copyBackup(resolve(file), work);
    // The copy is checked and not the backup: SQLite writes to every file it opens, and a backup may lie on a read-only disk.
    check(work, file);
    const waiting = await prepare();
    if (target !== null) {
      await flush(work);
      // A restore takes minutes, in which another process may have created a ledger.
      refuseTaken(target, url);
      for (const end of ["-wal", "-shm"]) await rm(`${target}${end}`, { force: true });
      await rename(work, target);
      await flush(dirname(target));
    }
    return waiting;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  /** Migrates and marks the ledger in its own file, or copies it from there into PostgreSQL and marks it in the same transaction. */
  async function prepare(): Promise<number> {
    const opened = { destination, suppressionKey, clock, create: true };
    await using ledger = await openLedger({ ...opened, url: `sqlite:${work}`, root: "/" });
    // Awaited here: both ledgers are closed when this returns.
    if (target !== null) return await ledger.db.transaction().execute((db) => mark({ ...ledger, db }));
    await using empty = await openLedger({ ...opened, url, root });
    return await empty.db.transaction().execute(async (db) => {
      await copyLedger(ledger, { db, dialect: empty.dialect }, options.onTable);
      return mark({ ...empty, db });
    });
  }

  async function mark(marked: Ledger): Promise<number> {
    await options.before?.(marked);
    return markRestored(marked, clock.now());
  }
}

/**
 * Throws `ledger/not-empty` where a ledger is, and where only its `-wal` is left: that file holds the ledger's last commits,
 * with the readers who left last.
 */
function refuseTaken(target: string, url: string): void {
  if (existsSync(target)) {
    throw new LetterpressError("ledger/not-empty", `There is a ledger at ${url} already.`, {
      hint: "Stop every process that uses it, move the file and its -wal away, then restore again.",
    });
  }
  const log = `${target}-wal`;
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new LetterpressError("ledger/not-empty", `The last changes of another ledger are in ${log}.`, {
    hint: "Stop every process that uses it, move this file to where that ledger’s own file is, then restore again.",
  });
}

/** Copies a backup. A file that was copied by hand may have a `-wal` beside it with its last commits. */
async function copyBackup(file: string, work: string): Promise<void> {
  ownFile(file);
  for (const end of ["", "-wal"]) {
    if (!isFile(`${file}${end}`)) continue;
    await copyFile(`${file}${end}`, `${work}${end}`);
    // The copy of a file that nobody may write could not be written either.
    await chmod(`${work}${end}`, 0o600);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
