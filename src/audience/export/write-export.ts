import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { Newsletter } from "#src/model/newsletter.ts";
import {
  type ExportPart,
  type ExportPerson,
  type ExportTarget,
  isIn,
  ownFormat,
  targetFormat,
} from "./export-formats.ts";

/**
 * Write people as CSV, in the columns of `for` or in all of ours. Ends `out`. Cells that a spreadsheet would evaluate get a
 * leading apostrophe. Returns how many people were written.
 */
export async function writeExport(
  everybody: AsyncIterable<ExportPerson>,
  out: Writable,
  {
    newsletter,
    for: target,
    only,
  }: {
    readonly newsletter: Newsletter;
    readonly for?: ExportTarget | undefined;
    readonly only?: ExportPart | undefined;
  },
): Promise<{ readonly people: number }> {
  const format = target === undefined ? ownFormat(newsletter) : targetFormat(target);
  let people = 0;
  async function* rows(): AsyncGenerator<readonly string[]> {
    yield format.header;
    for await (const person of everybody) {
      if (only !== undefined && !isIn(only, person)) continue;
      people += 1;
      for (const row of format.rows(person)) yield row.map(guarded);
    }
  }
  await pipeline(Readable.from(rows()), stringify({ escape_formulas: true }), out);
  return { people };
}

/** A cell that already begins like a guarded one gets a guard too, or an import would remove its own apostrophe. */
function guarded(text: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}
