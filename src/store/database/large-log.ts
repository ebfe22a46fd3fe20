import { statSync } from "node:fs";
import type BetterSqlite from "better-sqlite3";
import { runApart } from "#src/apart/run-apart.ts";
import { AUTO_CHECKPOINT } from "./sqlite.ts";

/** The most log that a commit itself puts back into the file, bytes: four times the log at which SQLite does so by itself. */
const LARGE = 64 * 2 ** 20;
/** How long to wait after a thread could not empty the log, ms. */
const PAUSE_MS = 10_000;

/**
 * Has a thread put a large write-ahead log back into the file. Otherwise SQLite does so at the end of the first commit that
 * finds enough log, on whichever connection. After the file was rewritten the log is as large as the file, that commit may
 * be a reader's unsubscribe, and a gigabyte would stop every page for a second.
 */
export class LargeLog {
  readonly #path: string;
  readonly #writer: BetterSqlite.Database;
  #isLarge = false;
  #work: Promise<void> | null = null;
  /** No new thread starts before this time, ms of `performance.now()`. */
  #again = 0;

  constructor(path: string, writer: BetterSqlite.Database) {
    this.#path = path;
    this.#writer = writer;
  }

  /** Call this before each statement that may commit. */
  look(): void {
    const isLarge = (statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > LARGE;
    if (isLarge !== this.#isLarge) {
      this.#writer.pragma(`wal_autocheckpoint = ${isLarge ? 0 : AUTO_CHECKPOINT}`);
      this.#isLarge = isLarge;
    }
    if (isLarge && this.#work === null && performance.now() >= this.#again) this.#putBack();
  }

  /** Resolves when no thread works on the file. */
  async idle(): Promise<void> {
    await this.#work;
  }

  #putBack(): void {
    const script = new URL("./large-log-worker.ts", import.meta.url);
    this.#work = runApart<string, boolean>({ script, kind: "thread" }, this.#path)
      // A thread that failed does no harm: the log is sound however large it is.
      .catch(() => false)
      .then((isEmpty) => {
        this.#work = null;
        // While a backup reads, the log can only grow: a thread for each commit would help nobody.
        if (!isEmpty) this.#again = performance.now() + PAUSE_MS;
      });
  }
}
