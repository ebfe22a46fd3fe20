import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DocumentLink, Location, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { CONFIG } from "#src/project/check-config.ts";
import { frontMatterArea } from "./front-matter-area.ts";
import { type Reference, referencesIn } from "./references.ts";

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Finds where the name or path at `offset` leads: to a file of the newsletter, or to an entry in its config. */
export function definitionAt(
  { root, path }: { readonly root: string; readonly path: string },
  text: string,
  offset: number,
): Location | null {
  const reference = referencesIn(path, text).find(({ start, end }) => start <= offset && offset <= end);
  const file = reference && existing(root, reference);
  if (file != null) return { uri: pathToFileURL(file).href, range: START };
  return inConfig(root, text, offset);
}

/** Finds every place of a file that leads to another file. */
export function documentLinks(
  { root, path }: { readonly root: string; readonly path: string },
  document: TextDocument,
): DocumentLink[] {
  return referencesIn(path, document.getText()).flatMap((reference) => {
    const file = existing(root, reference);
    if (file === null) return [];
    const [start, end] = [document.positionAt(reference.start), document.positionAt(reference.end)];
    return [{ range: { start, end }, target: pathToFileURL(file).href }];
  });
}

function existing(root: string, { files }: Reference): string | null {
  const found = files
    .map((file) => join(root, file))
    .find((file) => existsSync(file) && statSync(file).isFile());
  return found ?? null;
}

const TABLES: Readonly<Record<string, string>> = {
  section: "sections",
  series: "series",
  list: "lists",
  authors: "authors",
};

/** The entry of a section, series, list or author: `name:` after the name of its table. */
function inConfig(root: string, text: string, offset: number): Location | null {
  const area = frontMatterArea(text);
  if (area === null || offset < area.start || offset > area.end) return null;
  const table = TABLES[keyAbove(text.slice(area.start, offset))];
  const word = wordAt(text, offset);
  const file = join(root, CONFIG);
  if (table === undefined || word === "" || !existsSync(file)) return null;
  const config = TextDocument.create("", "typescript", 0, readFileSync(file, "utf8"));
  const from = new RegExp(`(?<![\\w-])["']?${table}["']?\\s*:`).exec(config.getText());
  if (from === null) return null;
  const after = from.index + from[0].length;
  const entry = new RegExp(`(?<![\\w-])["']?${word}["']?\\s*:`).exec(config.getText().slice(after));
  if (entry === null) return null;
  const start = config.positionAt(after + entry.index);
  const end = config.positionAt(after + entry.index + word.length);
  return { uri: pathToFileURL(file).href, range: { start, end } };
}

/** Returns the key whose value is being written at the end of a piece of front matter. */
function keyAbove(before: string): string {
  return [...before.matchAll(/^([\w-]+):/gm)].at(-1)?.[1] ?? "";
}

/** Returns the word at `offset`, in small letters, digits and hyphens, like names in the config. */
function wordAt(text: string, offset: number): string {
  const [before = ""] = /[a-z0-9-]*$/.exec(text.slice(0, offset)) ?? [];
  const [after = ""] = /^[a-z0-9-]*/.exec(text.slice(offset)) ?? [];
  return before + after;
}
