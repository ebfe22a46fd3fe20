import type { Writable } from "node:stream";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { exportPage } from "#src/store/readers/subscribers.ts";
import type { ExportPart, ExportPerson, ExportTarget } from "./export-formats.ts";
import { writeExport } from "./write-export.ts";

export interface ExportOptions {
  readonly newsletter: Newsletter;
  /** Only people on this list; default everybody. */
  readonly list?: string;
  /** The system that will read the file; default our own format. */
  readonly for?: ExportTarget;
  /** Which people to write; default everybody. */
  readonly only?: ExportPart;
}

const PAGE = 1_000;

/**
 * Write subscribers as CSV, including those who left and those suppressed, so that the next system does not mail them.
 * Ends `out`. Memory does not grow with subscribers.
 * Addresses that are only suppressed are left out: the ledger does not know them. Returns how many people were written.
 *
 * Throws `audience/unknown-list`.
 */
export async function exportSubscribers(
  ledger: Ledger,
  out: Writable,
  { newsletter, list, for: target, only }: ExportOptions,
): Promise<{ readonly people: number }> {
  if (list !== undefined && !Object.hasOwn(newsletter.lists, list)) {
    throw new LetterpressError(
      "audience/unknown-list",
      `Expected one of ${Object.keys(newsletter.lists).join(", ")}, got ${JSON.stringify(list)}.`,
    );
  }
  return writeExport(everybody(ledger, list), out, { newsletter, for: target, only });
}

async function* everybody(ledger: Ledger, list: string | undefined): AsyncGenerator<ExportPerson> {
  let after = 0;
  for (;;) {
    const page = await exportPage(ledger.db, { after, limit: PAGE, ...(list === undefined ? {} : { list }) });
    if (page.length === 0) return;
    for (const rows of Map.groupBy(page, ({ id }) => id).values()) {
      const [row] = rows;
      if (row === undefined) continue;
      after = Math.max(after, Number(row.id));
      const memberships = rows.flatMap(({ list: name, state, at }) =>
        name === null || state === null || at === null ? [] : [{ list: name, state, at: Number(at) }],
      );
      yield { row, attributes: JSON.parse(row.attributes) as Record<string, unknown>, memberships };
    }
  }
}
