import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { createAddressKeys } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import { fingerprintOfKey } from "#src/store/guard/bind-key.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import { MADE_UNDER, keyInWords } from "#src/audience/export/export-suppressions.ts";
import { isBlank } from "#src/audience/consent/readings.ts";
import { stateOfWord } from "#src/audience/consent/state-words.ts";
import { printable } from "#src/audience/printable.ts";
import { createAddressCheck, validAddress } from "#src/model/address/valid-address.ts";
import { unguarded } from "./attribute-columns.ts";
import { bareAddress } from "./bare-address.ts";
import { readInstant } from "#src/model/values/instant-of.ts";
import { refuseTwins } from "./open-columns.ts";
import { readCsv } from "./read-csv.ts";

export interface SuppressionsSummary {
  readonly rows: number;
  readonly added: number;
  /** Suppressed already, for the same reason or a worse one. */
  readonly already: number;
  readonly refused: number;
  /**
   * Rows taken by their key alone, in a file that does not show under which SUPPRESSION_KEY it was made. Under another key
   * they match nobody.
   */
  readonly unproven: number;
  /** Days that cannot be read or could be read two ways: those addresses are suppressed from now on. */
  readonly unreadDates: number;
  /** The first hundred refused rows. */
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
}

const TRANSACTION = 1_000;
const NAMED = 100;
const ADDRESS = ["email", "email address", "email_address", "address", "e-mail", "subscriber"];
const OTHER_KEY = "its key was made under another SUPPRESSION_KEY, and its address is not in the file";
type Suppression = Parameters<typeof suppress>[1];
const REASONS: readonly SuppressionReason[] = [
  "bounced",
  "bounced_repeatedly",
  "complained",
  "suppressed",
  "manual",
  "erased",
];

/**
 * Suppress every address of a CSV, from a column of addresses or from the keys of our own export. `reason` and `at`
 * come from the columns of those names; without them they are `manual` and now. A first row that holds an address is
 * data. Another system's word for a bounce or a complaint is understood. A key without its address is refused if the
 * row names another `suppressionKey`, or if all keys of the file that have an address were made under another: it would
 * match nobody. In a file that shows neither it is taken, because refusing it might lose a no, and counted as `unproven`.
 * The import never lifts a suppression. Throws `audience/invalid` for a file without such a column, or with two of one name.
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
  let [rows, added, already, refused, unproven, unreadDates] = [0, 0, 0, 0, 0, 0];
  let pending: Suppression[] = [];
  // Kept until the end of the file, which may still show that its keys were not made under our key.
  const byKey: { line: number; madeUnder: string; suppression: Suppression }[] = [];
  const ourKey = keyInWords(fingerprintOfKey(suppressionKey));
  const keyOf = createAddressKeys(suppressionKey);
  let [ours, others] = [0, 0];

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
    if (refusals.length < NAMED) refusals.push({ line, reason: printable(reason) });
  };
  const dayOf = (text: string) => {
    const at = readInstant(text);
    if (typeof at !== "number" && !isBlank(text)) unreadDates += 1;
    return typeof at === "number" ? at : ledger.clock.now();
  };
  for await (const batch of csv.batches) {
    for (const { cells, line } of batch) {
      if (columns === null) {
        columns = bareColumns(cells) ?? columnsOf(cells, file);
        if (columns.header) continue;
      }
      rows += 1;
      const typed = bareAddress(cells[columns.address] ?? "");
      const key = unguarded((cells[columns.key] ?? "").trim());
      const address = typed === "" && isKey(key) ? null : check(typed);
      if (address !== null && !address.ok) {
        refuse(line, address.reason);
        continue;
      }
      const suppression = {
        addressKey: address === null ? key : keyOf(address.address),
        reason: reasonOf(cells[columns.reason] ?? ""),
        at: dayOf(cells[columns.at] ?? ""),
        source,
      };
      if (address === null)
        byKey.push({ line, madeUnder: (cells[columns.madeUnder] ?? "").trim(), suppression });
      else pending.push(suppression);
      if (address === null || !isKey(key)) continue;
      if (key === suppression.addressKey) ours += 1;
      else others += 1;
    }
    if (pending.length >= TRANSACTION) await flush();
  }
  await flush();
  for (const { line, madeUnder, suppression } of byKey) {
    const isOthers = madeUnder === "" ? others > 0 && ours === 0 : madeUnder !== ourKey;
    if (isOthers) refuse(line, OTHER_KEY);
    else pending.push(suppression);
    if (madeUnder === "" && others + ours === 0) unproven += 1;
    if (pending.length >= TRANSACTION) await flush();
  }
  await flush();
  if (columns === null) throw noColumn([]);
  const broken = csv.broken();
  if (broken !== null) refuse(broken.line, `${broken.reason}; nothing after it was read`);
  return { rows, added, already, refused, unproven, unreadDates, refusals };
}

interface Columns {
  /** False if the first row is data. */
  readonly header: boolean;
  readonly address: number;
  readonly key: number;
  readonly madeUnder: number;
  readonly reason: number;
  readonly at: number;
}

/** The columns of a file without a header, if its first row holds an address; null if it holds none. */
function bareColumns(cells: readonly string[]): Columns | null {
  const address = cells.findIndex((cell) => validAddress(bareAddress(cell)).ok);
  return address < 0 ? null : { header: false, address, key: -1, madeUnder: -1, reason: -1, at: -1 };
}

/** The column indexes of a header; -1 for a missing column. */
function columnsOf(head: readonly string[], file: string): Columns {
  refuseTwins(head, basename(file));
  const names = head.map((name) => name.trim().toLowerCase());
  const columns = {
    header: true,
    address: names.findIndex((name) => ADDRESS.includes(name)),
    key: names.indexOf("address_key"),
    madeUnder: names.indexOf(MADE_UNDER),
    reason: names.findIndex((name) => ["reason", "status", "type"].includes(name)),
    at: names.findIndex((name) => ["at", "date", "created_at"].includes(name)),
  };
  if (columns.address < 0 && columns.key < 0) throw noColumn(head);
  return columns;
}

function noColumn(head: readonly string[]): LetterpressError {
  const found = head.length === 0 ? "nothing" : head.slice(0, 10).map(printable).join(", ");
  return new LetterpressError("audience/invalid", `Expected a column called email, found ${found}.`, {
    hint: "Name the column of addresses email in the file's first line.",
  });
}

/** An HMAC-SHA-256 as base64url. */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

function reasonOf(text: string): SuppressionReason {
  const word = text.trim().toLowerCase();
  const own = REASONS.find((reason) => reason === word);
  if (own !== undefined) return own;
  const known = stateOfWord(text)?.suppress;
  if (known !== undefined) return known;
  if (/bounce|cleaned/.test(word)) return "bounced";
  return /complain|spam/.test(word) ? "complained" : "manual";
}
