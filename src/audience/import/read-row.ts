import { randomFillSync } from "node:crypto";
import { createAddressKeys } from "#src/model/ids.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import { IMPORT_RANKS, type ImportRow } from "#src/store/readers/import-rows.ts";
import { type AttributeType, attributeValue, createZoneCheck } from "./attribute-value.ts";
import { instantOf } from "./instant-of.ts";
import { plainHeader } from "./recognise-source.ts";
import type { Cell, Source } from "./sources.ts";
import { createAddressCheck } from "#src/audience/valid-address.ts";

export interface RowReaderOptions {
  readonly source: Source;
  readonly header: readonly string[];
  /** Index of the column with addresses. */
  readonly address: number;
  readonly file: string;
  readonly newsletter: Newsletter;
  /** For rows that name no list of their own. */
  readonly list: string;
  readonly suppressionKey: string;
  /** For rows of a source that does not tell. */
  readonly unstated: "active" | "pending";
  readonly now: number;
}

export interface RowReader {
  /** Null for a row with nothing in it. */
  read(cells: readonly string[], line: number): ImportRow | { readonly refuse: string } | null;
  /** Columns that are neither attributes nor anything we know: not kept. */
  readonly ignoredColumns: readonly string[];
  /** Values left out because they are not of their column's type, by column. */
  readonly ignoredValues: ReadonlyMap<string, number>;
  /** Rows whose state the source does not tell. */
  unstated(): number;
}

/** Longer cells are no data about a person. */
const LONGEST_CELL = 10_000;
const OWN = new Set(["public_id", "paused_until", "updated_at", "suppressed", "suppressed_at", "subscribed"]);
const ZONE_HEADERS = ["timezone", "time zone", "time_zone"];

/** Everything that can be settled about a file's columns once, so that a row costs only its cells. */
export function createRowReader(options: RowReaderOptions): RowReader {
  const { source, file, newsletter, suppressionKey, now } = options;
  const headers = options.header.map(plainHeader);
  const present = new Set(headers);
  const used = new Set<string>();
  const column = (name: string): Cell => {
    const index = headers.indexOf(name);
    used.add(name);
    return index < 0 ? () => "" : (row) => row[index] ?? "";
  };
  const first = (names: readonly string[] = []): Cell => {
    const cells = names.filter((name) => present.has(name)).map(column);
    return (row) => cells.map((cell) => cell(row)).find((text) => text.trim() !== "") ?? "";
  };

  const stateOf = source.state(column, present, file);
  const since = first(source.since);
  const left = first(source.left);
  const zone = first(ZONE_HEADERS);
  const listOf = source.name === "letterpress" && present.has("list") ? column("list") : null;
  const evidence = Object.entries(source.evidence ?? {})
    .filter(([, header]) => present.has(header))
    .map(([name, header]) => [name, column(header)] as const);
  const attributes = attributeColumns(options.header, newsletter, (header) => used.add(header));
  const fullName = attributes.some(({ name }) => name === "first_name") ? null : splitName(column, present);
  const packed = source.packed !== undefined && present.has(source.packed) ? column(source.packed) : null;
  const ignoredColumns = options.header.filter(
    (name, index) =>
      index !== options.address && name.trim() !== "" && !isKnown(plainHeader(name), source, used),
  );

  const check = createAddressCheck();
  const isZone = createZoneCheck();
  const newId = createIds();
  const keyOf = createAddressKeys(suppressionKey);
  const ignoredValues = new Map<string, number>();
  const ignore = (name: string) => void ignoredValues.set(name, (ignoredValues.get(name) ?? 0) + 1);
  let unstated = 0;

  function read(cells: readonly string[], line: number): ImportRow | { refuse: string } | null {
    if (cells.length !== headers.length) {
      if (cells.every((cell) => cell.trim() === "")) return null;
      return { refuse: `${cells.length} columns where the header has ${headers.length}` };
    }
    const long = cells.findIndex(
      (cell) => cell.length > LONGEST_CELL || cell.includes("\0") || cell.includes("\uFFFD"),
    );
    if (long >= 0) return { refuse: badCell(headers[long] ?? "", cells[long] ?? "") };
    const checked = check(unguarded(cells[options.address] ?? ""));
    if (!checked.ok) return cells.every((cell) => cell.trim() === "") ? null : { refuse: checked.reason };
    const found = stateOf(cells);
    if ("refuse" in found) return found;
    const list = listOf?.(cells).trim() || options.list;
    if (!Object.hasOwn(newsletter.lists, list)) return { refuse: `there is no list ${JSON.stringify(list)}` };
    if (found.state === "unstated") unstated += 1;
    const state = found.state === "unstated" ? options.unstated : found.state;
    const rank = IMPORT_RANKS[state];

    const values: Record<string, string | number | boolean> = fullName?.(cells) ?? {};
    for (const { name, type, index } of attributes) {
      const text = cells[index] ?? "";
      if (text === "") continue;
      const value = attributeValue(type, unguarded(text));
      if (value !== undefined) values[name] = value;
      else if (text.trim() !== "") ignore(name);
    }
    if (packed !== null) takePacked(packed(cells), newsletter, values);
    let timezone: string | null = zone(cells).trim() || null;
    if (timezone !== null && !isZone(timezone)) {
      ignore("timezone");
      timezone = null;
    }
    const told = since(cells);
    const at = instantOf(rank >= IMPORT_RANKS.unsubscribed ? left(cells) : told) ?? now;
    const note: Record<string, string | number> = { line, status: state };
    if (told !== "") note["since"] = told;
    for (const [name, cell] of evidence) {
      const text = cell(cells).trim();
      if (text !== "") note[name] = text;
    }
    const key = keyOf(checked.address);
    return {
      line,
      addressKey: key,
      list,
      publicId: newId(key),
      address: checked.address,
      rank,
      suppress: found.suppress ?? null,
      timezone,
      attributes: values,
      // A time to come would put the person behind everybody in "subscribed since" for ever.
      at: Math.min(at, now),
      note,
    };
  }
  return { read, ignoredColumns, ignoredValues, unstated: () => unstated };
}

interface AttributeColumn {
  readonly name: string;
  readonly type: AttributeType;
  readonly index: number;
}

/** Columns whose header, in small letters and underscores, is a declared attribute: `First Name`, `custom_fields.city`. */
function attributeColumns(
  header: readonly string[],
  newsletter: Newsletter,
  use: (header: string) => void,
): AttributeColumn[] {
  const declared = attributesOf(newsletter);
  const columns: AttributeColumn[] = [];
  for (const [index, text] of header.entries()) {
    const prefixed = /^(?:attributes|custom_fields|fields)\.(.*)$/.exec(plainHeader(text))?.[1];
    // A bare column of our own export is never an attribute of the same name: that one is written with its prefix.
    if (
      prefixed === undefined &&
      ["email", "list", "status", "since", "timezone"].includes(plainHeader(text))
    )
      continue;
    const name = (prefixed ?? plainHeader(text)).replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    const type = Object.hasOwn(declared, name) ? declared[name]?.type : undefined;
    if (type === undefined || columns.some((column) => column.name === name)) continue;
    columns.push({ name, type, index });
    use(plainHeader(text));
  }
  return columns;
}

/** Where a source has only one column for the whole name: the first word and the rest. */
function splitName(
  column: (name: string) => Cell,
  present: ReadonlySet<string>,
): ((row: readonly string[]) => Record<string, string>) | null {
  if (!present.has("name")) return null;
  const cell = column("name");
  return (row) => {
    const [given = "", ...rest] = unguarded(cell(row)).trim().split(/\s+/);
    if (given === "") return {};
    return rest.length === 0 ? { first_name: given } : { first_name: given, last_name: rest.join(" ") };
  };
}

/** Declared attributes out of a cell of JSON; what is not JSON, or not declared, is left. */
function takePacked(
  text: string,
  newsletter: Newsletter,
  values: Record<string, string | number | boolean>,
): void {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof found !== "object" || found === null) return;
  for (const [name, { type }] of Object.entries(attributesOf(newsletter))) {
    const value: unknown = Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") continue;
    const typed = attributeValue(type, String(value));
    if (typed !== undefined) values[name] = typed;
  }
}

function isKnown(header: string, source: Source, used: ReadonlySet<string>): boolean {
  if (used.has(header) || source.since.includes(header) || source.left?.includes(header)) return true;
  return source.name === "letterpress" && OWN.has(header);
}

/** Without the apostrophe that spreadsheets' exports put before what they would otherwise compute. */
function unguarded(text: string): string {
  return text.startsWith("'") && /^'+[=+\-@\t\r＝＋－＠]/.test(text) ? text.slice(1) : text;
}

function badCell(header: string, cell: string): string {
  if (cell.length > LONGEST_CELL) {
    return `${cell.length.toLocaleString("en")} characters in ${JSON.stringify(header)} (at most ${LONGEST_CELL.toLocaleString("en")})`;
  }
  const what = cell.includes("\0") ? "a NUL character" : "characters that are not UTF-8";
  return `${JSON.stringify(header)} holds ${what}; save the file as UTF-8`;
}

/**
 * Public ids whose first two characters are those of the address key: rows are written in the key's order, and an id
 * in a random place of its index would cost half of an import's time. The other 116 bits are random.
 */
function createIds(): (key: string) => string {
  const pool = Buffer.alloc(64 * 1024);
  let used = pool.length;
  return (key) => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += 16;
    return key.slice(0, 2) + pool.toString("base64url", used - 16, used).slice(2);
  };
}
