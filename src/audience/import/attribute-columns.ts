import { OWN_COLUMNS } from "#src/audience/consent/own-columns.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import { type AttributeType, attributeValue } from "#src/model/values/attribute-value.ts";
import { readInstant } from "#src/model/values/instant-of.ts";

type Values = Record<string, string | number | boolean>;

export interface AttributeReader {
  /** The values of a row that are of their declared type. */
  read(cells: readonly string[]): Values;
  /** Indexes of the columns that are read. */
  readonly columns: ReadonlySet<number>;
}

/** Columns that are an attribute in no file unless they have a prefix. */
const NEVER: ReadonlySet<string> = new Set(["email", "list", "status", "since", "timezone"]);
/** The same in our own export, which gives an attribute with the name of one of its columns a prefix. */
const NEVER_IN_OURS: ReadonlySet<string> = new Set(OWN_COLUMNS);

/** Called for a value that was left out, with its attribute and whether the value is a date that could be read two ways. */
export type OnLeftOut = (name: string, ambiguousDate: boolean) => void;

interface AttributeColumn {
  readonly name: string;
  readonly type: AttributeType;
  readonly index: number;
}

/**
 * Reads the declared attributes of a file's rows: from columns with their names, from a column of JSON, and from a
 * whole name split in two.
 */
export function createAttributeReader(
  header: readonly string[],
  newsletter: Newsletter,
  {
    packed,
    taken,
    isOurs,
  }: { readonly packed: number; readonly taken: ReadonlySet<number>; readonly isOurs: boolean },
  onLeftOut: OnLeftOut,
): AttributeReader {
  const columns = attributeColumns(header, newsletter, isOurs ? NEVER_IN_OURS : NEVER);
  const used = new Set(columns.map(({ index }) => index));
  const whole = header.findIndex((text, index) => text.trim().toLowerCase() === "name" && !taken.has(index));
  const split = whole >= 0 && !used.has(whole) && !columns.some(({ name }) => name === "first_name");
  if (split) used.add(whole);
  if (packed >= 0) used.add(packed);

  function read(cells: readonly string[]): Values {
    const values: Values = split ? splitName(cells[whole] ?? "") : {};
    for (const { name, type, index } of columns) {
      const text = cells[index] ?? "";
      if (text === "") continue;
      const value = attributeValue(type, unguarded(text));
      if (value !== undefined) values[name] = value;
      else if (text.trim() !== "") onLeftOut(name, type === "date" && readInstant(text) === "two ways");
    }
    if (packed >= 0) takePacked(cells[packed] ?? "", newsletter, values);
    return values;
  }
  return { read, columns: used };
}

/** Columns whose header, in small letters and underscores, is a declared attribute: `First Name`, `custom_fields.city`. */
function attributeColumns(
  header: readonly string[],
  newsletter: Newsletter,
  never: ReadonlySet<string>,
): AttributeColumn[] {
  const declared = attributesOf(newsletter);
  const columns: AttributeColumn[] = [];
  for (const [index, text] of header.entries()) {
    const plain = text.trim().toLowerCase();
    const prefixed = /^(?:attributes|custom_fields|fields)\.(.*)$/.exec(plain)?.[1];
    if (prefixed === undefined && never.has(plain)) continue;
    const name = (prefixed ?? plain).replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    const type = Object.hasOwn(declared, name) ? declared[name]?.type : undefined;
    if (type === undefined || columns.some((column) => column.name === name)) continue;
    columns.push({ name, type, index });
  }
  return columns;
}

/** For a source with only one column for the whole name: returns the first word and the rest. */
function splitName(text: string): Values {
  const [given = "", ...rest] = unguarded(text).trim().split(/\s+/);
  if (given === "") return {};
  return rest.length === 0 ? { first_name: given } : { first_name: given, last_name: rest.join(" ") };
}

/** The declared attributes in a cell of JSON; anything else in it is ignored. */
function takePacked(text: string, newsletter: Newsletter, values: Values): void {
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

/** Returns the text without the apostrophe that exports put before text that a spreadsheet would compute. */
export function unguarded(text: string): string {
  return text.startsWith("'") && /^'+[=+\-@\t\r＝＋－＠]/.test(text) ? text.slice(1) : text;
}
