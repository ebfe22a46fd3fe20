import { LetterpressError } from "#src/model/errors.ts";
import type { TableCopy } from "#src/store/copies/copy-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { moveLedger } from "#src/store/copies/move-ledger.ts";
import { openLedger, sqlitePath } from "#src/store/database/open-ledger.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { createProgress, showCopy } from "#src/cli/print/progress.ts";
import { count, print, printNote, printTable } from "#src/cli/print/print.ts";
import { configOf, withApp } from "#src/cli/with-app.ts";
import type { MigrateOptions } from "./options.ts";

/** Create the ledger or bring it up to date. No other command creates a real one. */
export async function migrate(options: MigrateOptions, io: Io): Promise<number> {
  if (options.from !== undefined) return migrateFrom(options.from, options, io);
  await withApp({ ...options, create: true }, io, async ({ ledger }) => {
    print(io, `${ledger.name} is up to date and permanently bound to ${ledger.destination}.`);
    print(io, "Next: `letterpress subscribers import FILE`, or `letterpress doctor`.");
  });
  return 0;
}

/** Move a whole ledger into the one that DATABASE_URL names, which must be empty. */
async function migrateFrom(from: string, options: GlobalOptions, io: Io): Promise<number> {
  const { destination, root, ledgerUrl, suppressionKey } = configOf(options, io);
  if (!from.startsWith("sqlite:")) {
    throw new LetterpressError(
      "usage/invalid",
      `Expected --from to be sqlite:PATH, got one that starts with ${from.split(":", 1)[0]}.`,
      { hint: "Name the ledger to move in --from, and the empty ledger to move it to in DATABASE_URL." },
    );
  }
  const common = { root, destination, suppressionKey, clock: io.clock };
  await using source = await openLedger({ ...common, url: from, moved: true });
  // A ledger moved into its own file would wait for its own lock, and end with a message about a bug.
  if (ledgerUrl.startsWith("sqlite:") && source.url === `sqlite:${sqlitePath(ledgerUrl, root)}`) {
    throw new LetterpressError(
      "usage/invalid",
      `Expected two ledgers, but --from and DATABASE_URL both name ${source.name}.`,
      { hint: "Name the empty ledger to move it to in DATABASE_URL, for example postgres://…" },
    );
  }
  await using target = await openLedger({ ...common, url: ledgerUrl, create: true });
  printNote(
    io,
    `Moving ${source.name} to ${target.name}. Stop every \`serve\` and timer on the old one first.`,
  );
  const copies = await moveShown(source, target, io);
  printCopies(copies, io);
  print(io, `${target.name} holds everything, with the same keys, ids and destination.`);
  print(io, `${source.name} is unchanged and no longer takes writes. Keep it until you trust the new one.`);
  return 0;
}

async function moveShown(source: Ledger, target: Ledger, io: Io): Promise<TableCopy[]> {
  using progress = createProgress(io);
  return await moveLedger(source, target, showCopy(progress));
}

/** Prints what was copied, by table, as both sides counted it. */
function printCopies(copies: readonly TableCopy[], io: Io): void {
  printTable(
    io,
    copies.map(({ table, rows, digest }) => [table, rows.toLocaleString("en"), digest.slice(0, 16)]),
    [{ title: "Table" }, { title: "Rows", align: "right" }, { title: "Digest (same on both sides)" }],
  );
  const total = copies.reduce((sum, { rows }) => sum + rows, 0);
  print(io, `${count(total, "row")} copied and read back.`);
}
