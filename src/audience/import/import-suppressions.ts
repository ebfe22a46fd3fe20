import { createReadStream } from "node:fs";
import { LetterpressError } from "#src/model/errors.ts";
import { addressKey } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import { instantOf } from "./instant-of.ts";
import { readCsv } from "./read-csv.ts";
import { createAddressCheck } from "#src/audience/valid-address.ts";

export interface SuppressionsSummary {
  readonly rows: number;
  readonly added: number;
  /** Suppressed already, for the same reason or a worse one. */
  readonly already: number;
  readonly refused: number;
  /** The first hundred rows that could not be read. */
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
}

const TRANSACTION = 1_000;
const NAMED = 100;
const ADDRESS = ["email", "email address", "email_address", "address", "e-mail", "subscriber"];
const REASONS: readonly SuppressionReason[] = ["bounced", "complained", "suppressed", "manual", "erased"];

/**
 * Suppress every address of a CSV: a column of addresses, or the keys of our own export; `reason` and `at` where there
 * are such columns, `manual` and now elsewhere. Another system's word for a bounce or a complaint is understood.
 * Nothing is ever lifted by it. Throws `audience/invalid` for a file without such a column.
 */
export async function importSuppressions(
  ledger: Ledger,
  file: string,
  { suppressionKey, source }: { suppressionKey: string; source: string },
): Promise<SuppressionsSummary> {
  const csv = readCsv(createReadStream(file));
  const check = createAddressCheck();
  const refusals: { line: number; reason: string }[] = [];
  let columns: Columns | null = null;
  let [rows, added, already, refused] = [0, 0, 0, 0];
  let pending: Parameters<typeof suppress>[1][] = [];

  const flush = async () => {
    const taken = pending;
    pending = [];
    await ledger.db.transaction().execute(async (db) => {
      for (const suppression of taken) {
        if (await suppress(db, suppression)) added += 1;
        else already += 1;
      }
    });
  };
  const refuse = (line: number, reason: string) => {
    refused += 1;
    if (refusals.length < NAMED) refusals.push({ line, reason });
  };
  for await (const batch of csv.batches) {
    for (const { cells, line } of batch) {
      if (columns === null) {
        columns = columnsOf(cells);
        continue;
      }
      rows += 1;
      const typed = unguarded(cells[columns.address]);
      const key = unguarded(cells[columns.key]);
      const address = typed === "" && isKey(key) ? null : check(typed);
      if (address !== null && !address.ok) {
        refuse(line, address.reason);
        continue;
      }
      pending.push({
        addressKey: address === null ? key : addressKey(address.address, suppressionKey),
        reason: reasonOf(cells[columns.reason] ?? ""),
        at: instantOf(cells[columns.at] ?? "") ?? ledger.clock.now(),
        source,
      });
    }
    if (pending.length >= TRANSACTION) await flush();
  }
  await flush();
  if (columns === null) throw noColumn([]);
  const broken = csv.broken();
  if (broken !== null) refuse(broken.line, broken.reason);
  return { rows, added, already, refused, refusals };
}

interface Columns {
  readonly address: number;
  readonly key: number;
  readonly reason: number;
  readonly at: number;
}

/** -1 for a column that is not there. */
function columnsOf(head: readonly string[]): Columns {
  const names = head.map((name) => name.trim().toLowerCase());
  const columns = {
    address: names.findIndex((name) => ADDRESS.includes(name)),
    key: names.indexOf("address_key"),
    reason: names.findIndex((name) => ["reason", "status", "type"].includes(name)),
    at: names.findIndex((name) => ["at", "date", "created_at"].includes(name)),
  };
  if (columns.address < 0 && columns.key < 0) throw noColumn(head);
  return columns;
}

function noColumn(head: readonly string[]): LetterpressError {
  const found = head.length === 0 ? "nothing" : head.slice(0, 10).join(", ");
  return new LetterpressError("audience/invalid", `Expected a column called email, found ${found}.`, {
    hint: "Name the column of addresses email in the file's first line.",
  });
}

/** A cell without the apostrophe that keeps a spreadsheet from computing it. */
function unguarded(cell = ""): string {
  return cell.trim().replace(/^'(?=[=+\-@])/, "");
}

/** An HMAC-SHA-256 as base64url. */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

function reasonOf(text: string): SuppressionReason {
  const word = text.trim().toLowerCase();
  const own = REASONS.find((reason) => reason === word);
  if (own !== undefined) return own;
  if (/bounce|cleaned/.test(word)) return "bounced";
  return /complain|spam/.test(word) ? "complained" : "manual";
}
