import { isCollection, type Node } from "yaml";
import type { z } from "zod";
import type { Place } from "#src/model/block.ts";
import type { FrontMatter } from "./cut-front-matter.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import {
  acceptance,
  frontMatterSchema,
  type FrontMatterKey,
  type FrontMatterValues,
  guest,
  image,
  sponsor,
} from "./front-matter-schema.ts";
import { authorKeys, splitAuthors } from "./author-keys.ts";
import { onePerItem, splitList } from "./key-aliases.ts";
import { lintScalars } from "./lint-scalars.ts";
import { type Entry, type Known, readKeys } from "./read-keys.ts";
import { writtenDate } from "./written-date.ts";

export interface ReadFrontMatter {
  /** Valid values only: a value with a finding is left out, unless its meaning is clear. */
  readonly values: FrontMatterValues;
  /** The place of each key, and of each text of a guest (`guests.0.role`). */
  readonly places: Readonly<Record<string, Place>>;
  /** Offset of a key's value, or of a value inside it; 0 where the key is not there. */
  readonly at: (key: FrontMatterKey, path?: readonly PropertyKey[]) => number;
}

/** Front matter's values, checked one key at a time; each mistake becomes a finding at its own place. */
export function readFrontMatter(
  front: FrontMatter,
  text: string,
  known: Known,
  report: SourceReporter,
): ReadFrontMatter {
  lintScalars(front, text, report);
  const entries = readKeys(front, { ...known, text }, report);
  const at = (key: FrontMatterKey, path: readonly PropertyKey[] = []) =>
    offsetIn(entries.get(key), path, front.base);
  const values: Record<string, unknown> = {};
  for (const [key, entry] of entries) {
    const value = settled(key, entry, { ...known, text }, report);
    const result = frontMatterSchema.shape[key].safeParse(value);
    if (result.success) values[key] = result.data;
    else for (const issue of result.error.issues) addIssue(issue, key, at(key, issue.path), report);
  }
  if (!entries.has("title")) {
    report.error("front-matter/title-missing", 0, "The issue has no title.", {
      hint: "Write title: in the front matter.",
    });
  }
  const places = [...entries].map(([key, { start, end }]) => [key, report.placeOf(start, end)] as const);
  return { values, places: Object.fromEntries([...places, ...placesInGuests(values, at, report)]), at };
}

/** `guests.0.role` and so on: a guest has several texts, and "somewhere in guests:" does not say which. */
function placesInGuests(
  { guests = [] }: FrontMatterValues,
  at: ReadFrontMatter["at"],
  report: SourceReporter,
): (readonly [string, Place])[] {
  return guests.flatMap((guest, index) =>
    Object.keys(guest).map((field) => {
      const offset = at("guests", [index, field]);
      return [`guests.${index}.${field}`, report.placeOf(offset, offset)] as const;
    }),
  );
}

const LISTS: ReadonlySet<FrontMatterKey> = new Set(["tags", "authors", "aliases"]);

/** Returns the value for the schema. A value written in another form becomes ours if it can mean only one thing. */
function settled(
  key: FrontMatterKey,
  entry: Entry,
  { text, authors }: Known & { readonly text: string },
  report: SourceReporter,
): unknown {
  const { value, node, start, end } = entry;
  if (key === "date" || key === "updated") return dated(key, entry, text, report);
  const keys = key === "authors" ? keysOf(entry, { text, authors }, report) : null;
  if (keys !== null) return keys;
  if (key === "series" && Array.isArray(value) && value.length === 1 && node !== null) {
    const at = end - (node.range?.[1] ?? 0) + (node.range?.[0] ?? 0);
    report.warning("front-matter/alias", start, "An issue belongs to one series.", {
      hint: `Write series: ${String(value[0])}.`,
      fix: { start: at, end, text: String(value[0]) },
    });
    return value[0];
  }
  if (!LISTS.has(key) || typeof value !== "string") return value;
  const people = key === "authors" ? splitAuthors(value, authors) : null;
  const isCertain = people?.isCertain !== false;
  const items = people?.names ?? splitList(value);
  const quotedItems = items.map((item) => (/^[\w-]+$/.test(item) ? item : JSON.stringify(item)));
  const at = text.slice(start, end).indexOf(":") + start + 1;
  report.error("front-matter/not-a-list", start, `Expected a list in ${key}, found text.`, {
    hint: isCertain ? `Write ${key}: [${items.join(", ")}].` : onePerItem(value, items),
    fix: isCertain ? { start: at, end, text: ` [${quotedItems.join(", ")}]` } : null,
  });
  return isCertain ? items : [value];
}

/** Reads a date that is written with a time, in words or with other marks. Only the day is shown, so the fix writes the day. */
function dated(
  key: "date" | "updated",
  { value, node, start, end }: Entry,
  text: string,
  report: SourceReporter,
): unknown {
  const day = writtenDate(value);
  if (day === null || day === value) return value;
  const place = node?.range ? { start: end - (node.range[1] - node.range[0]), end } : null;
  const written = place === null ? "" : text.slice(place.start, place.end);
  report.error(
    "front-matter/invalid",
    place?.start ?? start,
    `${key}: expected a calendar date, found ${written}.`,
    {
      hint: key === "date" ? `Write ${day}. send_at: says when the issue is sent.` : `Write ${day}.`,
      fix: place && { ...place, text: day },
    },
  );
  return day;
}

/** The keys of authors who are written by name; null where they are keys already, or all unknown. */
function keysOf(
  { value, start, end }: Entry,
  { text, authors }: Pick<Known, "authors"> & { readonly text: string },
  report: SourceReporter,
): readonly string[] | null {
  const written = authorKeys(value, authors);
  const keys = written.map(({ key }) => key).filter((key) => key !== null);
  const list: unknown = typeof value === "string" ? splitList(value) : value;
  const isOurs = Array.isArray(list) && list.every((one, index) => one === keys[index]);
  // One item that holds two names is two authors, known or not.
  const isSplit = Array.isArray(value) && written.length > value.length;
  if (isOurs || (keys.length === 0 && !isSplit)) return null;
  // An unknown author gets an error of their own; the others are shown.
  if (keys.length < written.length) return written.map((one) => one.key ?? one.written);
  const at = start + text.slice(start, end).indexOf(":") + 1;
  const names = written.map((one) => one.written).join(", ");
  const line = text.slice(at, end).trimEnd();
  report.warning(
    "authors/by-name",
    start,
    `${names}: authors are written by their keys in newsletter.config.ts.`,
    {
      hint: `Write authors: [${keys.join(", ")}].`,
      // The fix would delete what only this file says about a person.
      fix: written.some(({ saysMore }) => saysMore)
        ? null
        : { start: at, end: at + line.length, text: ` [${keys.join(", ")}]` },
    },
  );
  return keys;
}

function addIssue(issue: z.core.$ZodIssue, key: FrontMatterKey, at: number, report: SourceReporter): void {
  const path = [key, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysIn(key, issue.path);
    for (const name of issue.keys) {
      report.error("front-matter/unknown-key", at, `${name} is not a key of ${path}.`, {
        hint: didYouMean(name, known),
      });
    }
    return;
  }
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat().find((one) => one.code !== "invalid_type" || one.path.length > 0);
    if (inner !== undefined) {
      const below = [...issue.path, ...inner.path];
      return addIssue({ ...inner, path: below } as z.core.$ZodIssue, key, at, report);
    }
  }
  const message = issue.message.replace(/^Invalid (?:input|option): /, "");
  report.error("front-matter/invalid", at, `${path}: ${message}.`);
}

/** The keys that a value of front matter may have at a path in it. */
function keysIn(key: FrontMatterKey, path: readonly PropertyKey[]): readonly string[] {
  const isImage = key === "image" || path.includes("image") || path.includes("logo");
  const shape = { accept: acceptance, sponsor, guests: guest, image }[isImage ? "image" : (key as "guests")];
  return Object.keys((shape ?? guest).shape);
}

function offsetIn(entry: Entry | undefined, path: readonly PropertyKey[], base: number): number {
  if (entry === undefined) return 0;
  let node: Node | null = entry.node;
  for (const step of path) {
    const child = isCollection(node) ? (node.get(step, true) as Node | null | undefined) : undefined;
    if (child == null) break;
    node = child;
  }
  return node?.range == null ? entry.start : base + node.range[0];
}
