import { type Document, isMap, isPair, isScalar, type Node, stringify } from "yaml";
import type { FrontMatter } from "./cut-front-matter.ts";
import type { Fix } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { didYouMean, nearest } from "./did-you-mean.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { type FrontMatterKey, KEYS } from "./front-matter-schema.ts";
import { ALIASES, IMAGE_EXTRAS, WITHOUT_MEANING } from "./key-aliases.ts";

/** One key of front matter under its own name. Offsets are into the file. */
export interface Entry {
  readonly value: unknown;
  readonly node: Node | null;
  /** The start and end of the key as written. */
  readonly start: number;
  readonly keyEnd: number;
  /** End of the value. */
  readonly end: number;
}

/** What the project around an issue has. It decides what other systems' values mean here. */
export interface Known {
  readonly templates: readonly string[];
  readonly authors: Newsletter["authors"];
}

type Around = Known & { readonly text: string };

export type Entries = ReadonlyMap<FrontMatterKey, Entry>;

/** Reads the keys of front matter by our names; spellings of other systems are accepted, and reported with their fix. */
export function readKeys({ document, base }: FrontMatter, around: Around, report: SourceReporter): Entries {
  const written = new Map<string, Entry>();
  for (const pair of isMap(document.contents) ? document.contents.items : []) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const node = pair.value as Node | null;
    const start = base + (pair.key.range?.[0] ?? 0);
    const keyEnd = base + (pair.key.range?.[1] ?? 0);
    const entry = {
      value: node === null ? null : valueOf(node, document, start, report),
      node,
      start,
      keyEnd,
      end: node?.range == null ? keyEnd : base + node.range[1],
    };
    // A key without a value is one that the author has not filled in yet.
    if (!written.has(String(pair.key.value)) && entry.value !== null)
      written.set(String(pair.key.value), entry);
  }
  const entries = new Map<FrontMatterKey, Entry>();
  for (const [name, entry] of written) if (isKey(name)) entries.set(name, entry);
  for (const [name, entry] of written)
    if (!isKey(name)) takeAlias(name, entry, { written, entries }, around, report);
  return entries;
}

/** Returns null, with a finding, if aliases name aliases: ten short lines of them can expand to more than fits in memory. */
function valueOf(node: Node, document: Document.Parsed, at: number, report: SourceReporter): unknown {
  try {
    return node.toJS(document, { maxAliasCount: 20 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    report.error("front-matter/aliases", at, "This value uses too many YAML aliases.", {
      hint: "Write the values without aliases.",
    });
    return null;
  }
}

function isKey(name: string): name is FrontMatterKey {
  return (KEYS as readonly string[]).includes(name);
}

function takeAlias(
  name: string,
  entry: Entry,
  {
    written,
    entries,
  }: { readonly written: ReadonlyMap<string, Entry>; readonly entries: Map<FrontMatterKey, Entry> },
  { templates, authors, text }: Around,
  report: SourceReporter,
): void {
  if (IMAGE_EXTRAS.has(name) && written.has(name.replace(/_[^_]+$/, ""))) {
    report.warning("front-matter/alias", entry.start, `${name} belongs in image:.`, {
      hint: "Write image: { src, alt, caption }.",
      fix: wholeLines(entry, text),
    });
    return;
  }
  if (WITHOUT_MEANING.has(name)) {
    report.warning(
      "front-matter/alias",
      entry.start,
      `${name} describes a page of another system and means nothing here.`,
      {
        hint: "Remove it.",
        fix: typeof entry.value === "object" ? null : wholeLines(entry, text),
      },
    );
    return;
  }
  if (LAYOUTS.has(name) && typeof entry.value === "string" && nearest(entry.value, templates) === null) {
    const message = `${name}: ${entry.value} names a layout of another system, and no template of this newsletter.`;
    report.warning("front-matter/alias", entry.start, message, {
      hint: `Remove it: the section or the newsletter says which template an issue has. Templates are ${templates.join(", ")}.`,
      fix: wholeLines(entry, text),
    });
    return;
  }
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  const turned =
    alias?.turn === undefined
      ? { value: entry.value, doubt: undefined }
      : alias.turn(entry.value, (extra) => written.get(`${name}_${extra}`)?.value, authors);
  if (alias === undefined || turned === null) {
    report.error("front-matter/unknown-key", entry.start, `${name} is not a key of front matter.`, {
      hint: (Object.hasOwn(HINTS, name) ? HINTS[name] : undefined) ?? didYouMean(name, KEYS),
    });
    return;
  }
  const { start } = entry;
  if (entries.has(alias.key)) {
    report.error(
      "front-matter/duplicate-key",
      start,
      `${name} means ${alias.key}, which this file has too.`,
      {
        hint: "Keep one of the two.",
      },
    );
    return;
  }
  const renamed = { start, end: entry.keyEnd, text: alias.key };
  const rewritten = () => stringify({ [alias.key]: turned.value }, { lineWidth: 0 }).trimEnd();
  const fix = alias.turn === undefined ? renamed : { start, end: entry.end, text: rewritten() };
  report.warning("front-matter/alias", start, `${name} is called ${alias.key} here.`, {
    hint: turned.doubt ?? `Write ${alias.key}.`,
    fix: turned.doubt === undefined ? fix : null,
  });
  entries.set(alias.key, { ...entry, value: turned.value });
}

/** Keys with which other systems say how a page looks: `layout: post`. */
const LAYOUTS = new Set(["layout", "type"]);

/** The edit that removes a key with its value, and its line if nothing else, such as a comment, is on it. */
function wholeLines({ start, end }: Entry, text: string): Fix {
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  const isAlone = /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) && rest !== null;
  return isAlone
    ? { start: text.lastIndexOf("\n", start - 1) + 1, end: end + rest[0].length, text: "" }
    : { start, end, text: "" };
}

/** Keys of other systems that have no counterpart, and what to do instead. */
const HINTS: Readonly<Record<string, string>> = {
  audience: "Write list: and segment: with names of newsletter.config.ts.",
  status: "Write draft: true or draft: false. What was sent is in the ledger, not in the file.",
  id: "Remove it: issue files hold no ids, so that a copied file is a new issue.",
  tracking: "Tracking is set for the whole newsletter, under resend in newsletter.config.ts.",
};
