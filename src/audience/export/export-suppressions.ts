import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { Ledger } from "#src/store/database/ledger.ts";
import { fingerprintOfLedger } from "#src/store/guard/bind-key.ts";
import { type SuppressionRow, listSuppressions } from "#src/store/readers/suppressions.ts";

/**
 * The column that names the SUPPRESSION_KEY of `address_key`, by its fingerprint. Without it nothing in a file of erased
 * people would show that its keys match nobody elsewhere.
 */
export const MADE_UNDER = "key_made_under";
/** Columns of a suppressions file. `address_key` is the HMAC of the address, and all that remains of an erased one. */
const SUPPRESSION_COLUMNS = ["email", "reason", "at", "source", "address_key", MADE_UNDER] as const;

const PAGE = 1_000;

/**
 * Write suppressions as CSV, with the address if the ledger still knows it. `importSuppressions` reads the file back,
 * including rows without an address if SUPPRESSION_KEY is the same. Ends `out`. Returns how many were written.
 */
export async function exportSuppressions(ledger: Ledger, out: Writable): Promise<{ suppressions: number }> {
  let suppressions = 0;
  const fingerprint = await fingerprintOfLedger(ledger.db);
  const madeUnder = fingerprint === null ? "" : keyInWords(fingerprint);
  async function* rows(): AsyncGenerator<readonly string[]> {
    yield SUPPRESSION_COLUMNS;
    for await (const { address, reason, at, source, address_key: key } of everySuppression(ledger)) {
      suppressions += 1;
      yield [address ?? "", reason, new Date(Number(at)).toISOString(), source, key, madeUnder];
    }
  }
  await pipeline(Readable.from(rows()), stringify({ escape_formulas: true }), out);
  return { suppressions };
}

/** A key in `MADE_UNDER`. A spreadsheet would take some fingerprints alone for numbers, and write them in another way. */
export function keyInWords(fingerprint: string): string {
  return `SUPPRESSION_KEY ${fingerprint}`;
}

/** All suppressions in the order of their keys, one page at a time. */
export async function* everySuppression(
  ledger: Ledger,
): AsyncGenerator<SuppressionRow & { readonly address: string | null }> {
  let after = "";
  for (;;) {
    const page = await listSuppressions(ledger.db, { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.address_key;
  }
}
