import cliProgress from "cli-progress";
import type { TableCopy } from "#src/store/copies/copy-ledger.ts";
import type { Io } from "#src/cli/io.ts";
import { printNote } from "./print.ts";

/** How far long work is: a bar on a terminal, elsewhere a line for each tenth part, so that a log stays short. */
export interface Progress extends Disposable {
  readonly show: (step: {
    readonly what: string;
    readonly done: number;
    readonly total: number | null;
  }) => void;
  /** Remove the bar from the terminal before something else is printed; the next step draws it again. */
  readonly clear: () => void;
}

/** On stderr, because progress is no part of the answer. Dispose of it before you print anything else. */
export function createProgress(io: Io): Progress {
  return io.stderr.isTTY ? bar(io) : lines(io);
}

/** Shows how far the copy of a ledger is, after each of its tables, which come in the order of their foreign keys. */
export function showCopy(progress: Progress): (copy: TableCopy) => void {
  let rows = 0;
  return (copy) => {
    rows += copy.rows;
    progress.show({ what: "Copying rows, each read back", done: rows, total: null });
  };
}

function bar(io: Io): Progress {
  let current: { what: string; bar: cliProgress.SingleBar } | null = null;
  const stop = () => {
    current?.bar.stop();
    current = null;
  };
  return {
    show: ({ what, done, total }) => {
      if (current?.what !== what) {
        stop();
        const bar = new cliProgress.SingleBar({
          format: `${what}  {bar}  {percentage}%  {value} of {total}`,
          stream: io.stderr,
          hideCursor: true,
          barCompleteChar: "━",
          barIncompleteChar: " ",
          barsize: 32,
          formatValue: (value) => value.toLocaleString("en"),
        });
        bar.start(total ?? done, done);
        current = { what, bar };
      }
      current.bar.setTotal(Math.max(total ?? done, done, 1));
      current.bar.update(done);
    },
    clear: stop,
    [Symbol.dispose]: stop,
  };
}

function lines(io: Io): Progress {
  let last = "";
  return {
    show: ({ what, done, total }) => {
      // Without a total, only the start is worth a line.
      const tenth = total === null || total === 0 ? 0 : Math.floor((done / total) * 10);
      const key = `${what} ${tenth}`;
      if (key === last) return;
      last = key;
      printNote(io, total === null ? `${what} …` : `${what} ${tenth * 10}%`);
    },
    clear: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}
