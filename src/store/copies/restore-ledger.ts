import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { check, flush, removeFile } from "./backup-ledger.ts";
import { type TableCopy, copyLedger } from "./copy-ledger.ts";
import type { Destination, Ledger } from "#src/store/database/ledger.ts";
import { markRestored } from "./mark-restored.ts";
import { openLedger, sqlitePath } from "#src/store/database/open-ledger.ts";

export interface RestoreOptions {
  /** The backup: a SQLite file, made from either database. */
  readonly file: string;
  /** Where it goes: a SQLite file that is not there yet, or a PostgreSQL database without a ledger's rows. */
  readonly url: string;
  readonly root: string;
  readonly destination: Destination;
  readonly clock: Clock;
  /** Called with the restored ledger before anybody else can see it. */
  readonly before?: (ledger: Pick<Ledger, "db" | "clock">) => Promise<void>;
  readonly onTable?: (copy: TableCopy) => void;
}

/**
 * Bring a backup back as a ledger in which nothing moves by itself: it is marked before it appears under its name, so
 * no process ever finds it unmarked. The backup itself is only read. Returns how many sends wait for a person.
 */
export async function restoreLedger(options: RestoreOptions): Promise<number> {
  const { file, url, root, destination, clock } = options;
  if (!existsSync(file)) throw new LetterpressError("ledger/backup", `There is no file ${file}.`);
  check(file, file);
  const target = /^postgres(?:ql)?:/.test(url) ? null : sqlitePath(url, root);
  if (target !== null && existsSync(target)) {
    throw new LetterpressError("ledger/not-empty", `There is a ledger at ${url} already.`, {
      hint: "Stop every process that uses it, move the file and its -wal away, then restore again.",
    });
  }
  if (target !== null) await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(target === null ? tmpdir() : dirname(target), ".restoring-"));
  const work = join(folder, "ledger.db");
  try {
    await copyFile(resolve(file), work);
    const waiting = await prepare(work, target, options);
    if (target !== null) {
      await flush(work);
      await removeFile(target);
      await rename(work, target);
      await flush(dirname(target));
    }
    return waiting;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  /** Migrated and marked in its own file, or copied from there into PostgreSQL and marked in the same transaction. */
  async function prepare(path: string, finished: string | null, given: RestoreOptions): Promise<number> {
    await using ledger = await openLedger({
      url: `sqlite:${path}`,
      root: "/",
      destination,
      clock,
      create: true,
    });
    // Awaited here: both ledgers are closed when this returns.
    if (finished !== null)
      return await ledger.db.transaction().execute((db) => mark({ ...ledger, db }, given));
    await using empty = await openLedger({ url, root, destination, clock, create: true });
    return await empty.db.transaction().execute(async (db) => {
      await copyLedger(ledger, { db, dialect: empty.dialect }, given.onTable);
      return mark({ ...empty, db }, given);
    });
  }
}

async function mark(ledger: Ledger, { before }: RestoreOptions): Promise<number> {
  await before?.(ledger);
  return markRestored(ledger, ledger.clock.now());
}
