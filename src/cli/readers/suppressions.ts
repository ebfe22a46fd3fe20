import { resolve } from "node:path";
import { everySuppression, exportSuppressions } from "#src/audience/export/export-suppressions.ts";
import { importSuppressions, type SuppressionsSummary } from "#src/audience/import/import-suppressions.ts";
import { liftAddress } from "#src/audience/lift-address.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { printable } from "#src/audience/printable.ts";
import { suppressAddress } from "#src/audience/suppress-address.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { countSuppressions } from "#src/store/readers/suppressions.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { SuppressedDocument, SuppressionsDocument } from "#src/cli/documents/people-documents.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { count, counts, print, printJson, printNote, printTable } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { YesOptions } from "./options.ts";
import { writeCsv } from "./write-csv.ts";

/** How many suppressions a person is shown; `--json` and `export` give all of them. */
const SHOWN = 200;

/** List addresses that are never mailed. */
export async function suppressionsList(options: JsonOption, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    const rows = [];
    for await (const { address, reason, at, source, address_key: key } of everySuppression(ledger)) {
      rows.push({ address, reason, at: new Date(Number(at)).toISOString(), source, address_key: key });
      if (!options.json && rows.length === SHOWN) break;
    }
    if (options.json) {
      printJson(io, rows satisfies SuppressionsDocument);
      return 0;
    }
    const byReason = await countSuppressions(ledger.db);
    const total = Object.values(byReason).reduce((sum, n) => sum + n, 0);
    if (rows.length > 0) {
      printTable(
        io,
        rows.map(({ address, reason, at, source, address_key: key }) => [
          address ?? `(only its key, ${key.slice(0, 8)}…)`,
          reason,
          at.slice(0, 10),
          source,
        ]),
        [{ title: "Address" }, { title: "reason" }, { title: "since" }, { title: "by" }],
      );
      if (total > rows.length) print(io, `… and ${(total - rows.length).toLocaleString("en")} more.`);
      print(io);
    }
    const parts = counts(byReason, ", ");
    const addresses = count(total, "suppressed address", "suppressed addresses");
    print(io, `${addresses}${parts === "" ? "" : `: ${parts}`}.`);
    return 0;
  });
}

/** Never mail an address again. */
export async function suppressionsAdd(address: string, options: GlobalOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger, config, person }) => {
    const by = { suppressionKey: config.suppressionKey, source: person };
    const done = await suppressAddress(ledger, address, by);
    print(
      io,
      done.result === "added"
        ? `${done.address} is suppressed: no send mails it.`
        : `${done.address} was already suppressed (${done.reason}).`,
    );
    return 0;
  });
}

/** Let an address be mailed again. Asks first. Exit code 1 if there is nothing to lift. */
export async function suppressionsLift(address: string, options: YesOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger, config }) => {
    if (options.yes !== true) {
      const question = `This lets ${address} be mailed again, although it bounced, complained or was suppressed for another reason.`;
      await confirm(question, io, "the suppression stays");
    }
    const { result, reason } = await liftAddress(ledger, address, config);
    switch (result) {
      case "none":
        print(io, `${address} is not suppressed.`);
        return 1;
      case "rested":
        print(io, `${address} is not suppressed. Its rest after repeated bounces has ended.`);
        return 0;
      case "erased":
        print(io, `${address} was erased, and an erased person is never mailed again. Nothing was changed.`);
        return 1;
      case "lifted": {
        const resend = reason === "manual" ? "" : " Resend may keep a suppression of its own.";
        print(io, `${address} is no longer suppressed (reason: ${reason ?? ""}).${resend}`);
        print(io, "It receives what its lists receive; this command adds it to no list.");
        return 0;
      }
    }
  });
}

/** Suppress every address of a CSV. Exit code 1 if rows were refused; the other rows are in. */
export async function suppressionsImport(file: string, options: JsonOption, io: Io): Promise<number> {
  const path = resolve(io.cwd, file);
  await refuseTrackedCsv(path, options.project);
  const summary = await withApp(options, io, ({ ledger, config, person }) =>
    importSuppressions(ledger, path, {
      suppressionKey: config.suppressionKey,
      source: `${person} ${file}`,
    }).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      throw new LetterpressError("usage/invalid", `There is no file ${printable(file)}.`, { cause: error });
    }),
  );
  if (options.json) printJson(io, forPrograms(summary));
  else {
    for (const { line, reason } of summary.refusals) printNote(io, `${printable(file)}:${line}  ${reason}`);
    if (summary.unreadDates > 0) {
      print(
        io,
        `${count(summary.unreadDates, "date")} cannot be read for certain; these addresses are suppressed from today. Write YYYY-MM-DD.`,
      );
    }
    if (summary.unproven > 0) {
      print(
        io,
        `${count(summary.unproven, "row has", "rows have")} only a key, and nothing in the file shows that it was made under this SUPPRESSION_KEY. Under another one it matches nobody. A new export of that ledger names its key.`,
      );
    }
    print(
      io,
      `${count(summary.added, "address", "addresses")} of ${count(summary.rows, "row")} suppressed, ${summary.already.toLocaleString("en")} already suppressed, ${summary.refused.toLocaleString("en")} refused.`,
    );
  }
  return summary.refused > 0 ? 1 : 0;
}

function forPrograms({ unreadDates, ...summary }: SuppressionsSummary): SuppressedDocument {
  return { ...summary, unread_dates: unreadDates };
}

/** Write suppressions as CSV. Only the CSV goes to stdout. */
export async function suppressionsExport(
  file: string | undefined,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    const { suppressions } = await writeCsv(file, { io, root: options.project }, (out) =>
      exportSuppressions(ledger, out),
    );
    printNote(io, `Wrote ${count(suppressions, "suppression")} to ${file ?? "stdout"}.`);
    return 0;
  });
}
