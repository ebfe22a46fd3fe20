import { randomFillSync } from "node:crypto";
import { createAddressKeys } from "#src/model/ids.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { printable } from "#src/audience/printable.ts";
import { createAddressCheck } from "#src/model/address/valid-address.ts";
import { IMPORT_RANKS, type ImportRow } from "#src/store/readers/import-stage.ts";
import { createAttributeReader } from "./attribute-columns.ts";
import { bareAddress } from "./bare-address.ts";
import { createZoneCheck } from "#src/model/values/attribute-value.ts";
import { fold } from "#src/audience/consent/fold.ts";
import { readInstant } from "#src/model/values/instant-of.ts";
import { type Judge, createJudge } from "./judge.ts";
import { type OpenColumns, namedColumn } from "./open-columns.ts";
import type { ColumnMap } from "./parse-map.ts";
import { isBlank } from "#src/audience/consent/readings.ts";
import { matches } from "#src/audience/consent/source.ts";
import { damageOf, strayWord } from "./damaged-row.ts";
import { lastMomentOf } from "./last-moment-of.ts";

export interface RowReaderOptions extends OpenColumns {
  readonly file: string;
  readonly newsletter: Newsletter;
  /** The list of rows that name none. */
  readonly list: string;
  readonly suppressionKey: string;
  /** The state of rows whose source does not tell it. */
  readonly unstated: "active" | "pending";
  readonly maps: readonly ColumnMap[];
  /** Columns that say nothing about consent. */
  readonly ignore: readonly string[];
  readonly now: number;
}

export interface RowReader {
  /** Null for a row with nothing in it. */
  read(cells: readonly string[], line: number): ImportRow | { readonly refuse: string } | null;
  /** Columns that are neither attributes nor known otherwise; they are not kept. */
  readonly ignoredColumns: readonly string[];
  /** What was left out or could not be read, for the summary. */
  readonly told: Told;
  readonly judge: Judge;
}

interface Told {
  /** Rows whose state the source does not tell. */
  unstated: number;
  /** Values left out because they are not of their column's type, by column. */
  readonly ignoredValues: Map<string, number>;
  /** Dates that could be read two ways, by column. */
  readonly ambiguousDates: Map<string, number>;
  /** Days of joining or leaving that cannot be read, by column. */
  readonly unreadDates: Map<string, number>;
}

/** The day of joining if its column cannot be read: 0 is earlier than any real day. */
const UNKNOWN_DAY = 0;
const OWN = new Set(["public id", "paused until", "updated at", "suppressed at", "subscribed"]);
const ZONES = ["timezone", "time zone"];

/** Settles everything about a file's columns once, so that reading a row costs only its cells. */
export function createRowReader(options: RowReaderOptions): RowReader {
  const { source, header, file, newsletter, suppressionKey, now } = options;
  const folded = header.map(fold);
  const indexOf = (name: string) => folded.indexOf(name);
  const told: Told = {
    unstated: 0,
    ignoredValues: new Map(),
    ambiguousDates: new Map(),
    unreadDates: new Map(),
  };
  const add = (counts: Map<string, number>, name: string) =>
    void counts.set(name, (counts.get(name) ?? 0) + 1);

  const since = indexesOf(folded, source.since);
  const left = indexesOf(folded, source.left);
  const zone = indexesOf(folded, ZONES);
  const isOurs = source.name === "letterpress";
  const listIndex = isOurs ? indexOf("list") : -1;
  const pauseIndex = isOurs ? indexOf("paused until") : -1;
  const evidence = Object.entries(source.evidence ?? {}).flatMap(([name, column]) =>
    indexesOf(folded, [column]).map((index) => [name, index] as const),
  );
  const consent = new Set(
    folded.flatMap((name, index) => (source.consent.some((one) => matches(one.column, name)) ? [index] : [])),
  );
  const known = new Set([
    options.address,
    ...since,
    ...left,
    ...zone,
    listIndex,
    ...evidence.map(([, index]) => index),
  ]);
  const attributes = createAttributeReader(
    header,
    newsletter,
    { packed: source.packed === undefined ? -1 : indexOf(source.packed), taken: known, isOurs },
    (name, ambiguous) => add(ambiguous ? told.ambiguousDates : told.ignoredValues, name),
  );
  // In our own export a column named like an attribute is that attribute; in any other file it may be the column that
  // says no.
  const settled = isOurs ? [...known, ...attributes.columns] : [...known];
  const judge = createJudge({
    source,
    header,
    file,
    known: new Set(settled.filter((index) => !consent.has(index))),
    maps: options.maps.map((map) => ({ ...map, index: namedColumn(header, map.column) })),
    ignored: new Set(options.ignore.map((name) => namedColumn(header, name))),
  });
  const ignoredColumns = header
    .filter(
      (name, index) =>
        name.trim() !== "" &&
        !known.has(index) &&
        !judge.read.has(index) &&
        !attributes.columns.has(index) &&
        !(isOurs && OWN.has(folded[index] ?? "")),
    )
    .map(printable);

  const check = createAddressCheck();
  const isZone = createZoneCheck();
  const newId = createIds();
  const keyOf = createAddressKeys(suppressionKey);

  /** The first of these columns whose cell is not blank: its text, and its instant if the text is one. */
  function dayOf(cells: readonly string[], indexes: readonly number[]): { text: string; at: number | null } {
    const index = indexes.find((one) => !isBlank(cells[one] ?? ""));
    if (index === undefined) return { text: "", at: null };
    const text = (cells[index] ?? "").trim();
    const at = readInstant(text);
    if (typeof at === "number") return { text, at };
    // A column of yes and no is not a column of wrong dates.
    if (/\d{2}/.test(text))
      add(at === "two ways" ? told.ambiguousDates : told.unreadDates, printable(header[index] ?? ""));
    return { text, at: null };
  }

  function read(cells: readonly string[], line: number): ImportRow | { refuse: string } | null {
    if (cells.every((cell) => cell.trim() === "")) return null;
    const damage = damageOf(cells, header);
    const checked = check(bareAddress(cells[options.address] ?? ""));
    if (!checked.ok) return { refuse: damage ?? printable(checked.reason) };
    const refused = source.refuses?.(checked.address);
    if (refused !== undefined) return { refuse: refused };
    const found = cells.length === header.length ? judge.judge(cells) : strayWord(cells);
    if ("refuse" in found) return found;
    const state = found.state === "unstated" ? options.unstated : found.state;
    const rank = IMPORT_RANKS[state];
    const hasLeft = rank >= IMPORT_RANKS.unsubscribed;
    // A damaged row counts only if it says no: another row of this person may say yes.
    if (damage !== null && !hasLeft) return { refuse: damage };
    const list = (listIndex < 0 ? "" : (cells[listIndex] ?? "").trim()) || options.list;
    if (!Object.hasOwn(newsletter.lists, list)) {
      return { refuse: `there is no list ${JSON.stringify(printable(list))}` };
    }
    if (found.state === "unstated") told.unstated += 1;
    const note: Record<string, string | number> = { line, status: state };
    const key = keyOf(checked.address);
    const person = { line, addressKey: key, list, publicId: newId(key), address: checked.address, rank };
    const suppress = found.suppress ?? null;
    if (damage !== null)
      return {
        ...person,
        suppress,
        timezone: null,
        attributes: {},
        at: now,
        leftAt: null,
        note,
        pausedUntil: null,
      };
    const joined = dayOf(cells, since);
    const gone = hasLeft ? dayOf(cells, left) : null;
    if (joined.text !== "") note["since"] = joined.text;
    for (const [name, index] of evidence) {
      const text = (cells[index] ?? "").trim();
      if (text !== "") note[name] = text;
    }
    const at = hasLeft ? (gone?.at ?? now) : (joined.at ?? (since.length > 0 ? UNKNOWN_DAY : now));
    return {
      ...person,
      suppress,
      timezone: zoneOf(cells),
      attributes: attributes.read(cells),
      // A future time would keep this person last in "subscribed since" permanently.
      at: Math.min(at, now),
      leftAt: gone === null ? null : lastMomentOf(gone),
      note,
      pausedUntil: pauseOf(cells),
    };
  }

  /** A pause that is over means nothing. */
  function pauseOf(cells: readonly string[]): number | null {
    if (pauseIndex < 0) return null;
    const { at } = dayOf(cells, [pauseIndex]);
    return at !== null && at > now ? at : null;
  }

  function zoneOf(cells: readonly string[]): string | null {
    const name = zone.map((index) => (cells[index] ?? "").trim()).find((text) => text !== "");
    if (name === undefined) return null;
    if (isZone(name)) return name;
    add(told.ignoredValues, "timezone");
    return null;
  }
  return { read, ignoredColumns, told, judge };
}

/** Returns the indexes of those columns with these names that exist, in the order of the names. */
function indexesOf(folded: readonly string[], names: readonly string[] = []): number[] {
  return names.map((name) => folded.indexOf(name)).filter((index) => index >= 0);
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
