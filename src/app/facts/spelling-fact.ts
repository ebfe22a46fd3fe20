import { readFile } from "node:fs/promises";
import { createRequire, findPackageJSON } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { distance } from "fastest-levenshtein";
import { type Facts, known, type Misspelling, unavailable } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { languageName } from "#src/model/words/languages.ts";
import { spelledWords } from "#src/preflight/spelling/spelled-words.ts";

/** The part of hunspell-wasm that is used, in whatever version the newsletter has. */
interface Hunspell {
  createHunspellFromStrings(affixes: string, words: string): Promise<Dictionary>;
}

interface Dictionary {
  testSpelling(word: string): boolean;
  getSpellingSuggestions(word: string): string[];
}

/**
 * Words that get suggestions, which take a tenth of a second each. An issue with more unknown words is in
 * another language, or a wall of names.
 */
const SUGGESTED = 12;

/** Finds the words of an issue that its language's dictionary does not have; null if the newsletter does not ask for it. */
export async function spellingFact(
  root: string,
  { newsletter, issue }: { readonly newsletter: Newsletter; readonly issue: Issue },
): Promise<Facts["spelling"]> {
  const { spelling } = newsletter;
  if (spelling === undefined) return known(null);
  const { lang } = issue;
  const name = spelling.dictionaries[lang] ?? spelling.dictionaries[new Intl.Locale(lang).language];
  if (name === undefined) return unavailable(`spelling.dictionaries has none for ${languageName(lang)}`);
  const folder = folderOf(name, root);
  if (folder === null)
    return unavailable(`${name} is not installed: npm install --save-dev hunspell-wasm ${name}`);
  try {
    const dictionary = await openDictionary(folder, root);
    return known(misspelt(dictionary, issue, new Set([...ownNames(newsletter, issue), ...spelling.known])));
  } catch (error) {
    return unavailable(reasonOf(error, name));
  }
}

function misspelt(dictionary: Dictionary, issue: Issue, own: ReadonlySet<string>): readonly Misspelling[] {
  const found: Misspelling[] = [];
  for (const { word, wholes, isNameLike, isAsked } of spelledWords(issue)) {
    if (found.some((one) => one.word === word)) continue;
    const plain = word.replaceAll("’", "'");
    const larger = wholes.flatMap((whole) => [whole, whole.replaceAll("’", "'")]);
    const isKnown = [word, plain, plain.replace(/'s?$/, ""), ...larger].some(
      (one) => own.has(one) || dictionary.testSpelling(one),
    );
    if (isKnown || (isNameLike && !isAsked)) continue;
    const suggestions = found.length < SUGGESTED ? dictionary.getSpellingSuggestions(plain).slice(0, 3) : [];
    // A name is in no dictionary. A word with a capital that is one letter off a suggestion is nearly always that suggestion.
    if (isNameLike && !suggestions.some((one) => isNear(one, plain))) continue;
    found.push({ word, suggestions });
  }
  return found;
}

function isNear(suggestion: string, word: string): boolean {
  const [one, other] = [suggestion.toLowerCase(), word.toLowerCase()];
  return one[0] === other[0] && distance(one, other) === 1 && other.length >= 5;
}

/** Words of declared names, which are spelled as their owners do. */
function ownNames(
  { name, sections, series, authors }: Newsletter,
  { guests, sponsor, tags }: Issue,
): readonly string[] {
  const all = [
    name,
    ...[sections, series].flatMap((group) => Object.values(group).map(({ title }) => title)),
    ...[...Object.values(authors), ...guests].map((person) => person.name),
    ...guests.map(({ organization }) => organization ?? ""),
    sponsor?.name ?? "",
    ...tags,
  ];
  return all.flatMap((one) => one.match(/[\p{L}\p{M}’']+/gu) ?? []);
}

/** Finds a dictionary: a folder of the project, or a package that is installed there; null if it is not. */
function folderOf(name: string, root: string): string | null {
  if (name.startsWith(".")) return resolve(root, name);
  for (const from of [pathToFileURL(join(root, "newsletter.config.ts")), import.meta.url]) {
    try {
      const path = findPackageJSON(name, from);
      if (path !== undefined) return dirname(path);
    } catch {
      // It is not installed there.
    }
  }
  return null;
}

const opened = new Map<string, Promise<Dictionary>>();

/** Opens a dictionary. Only its two files are read; its package runs no code. */
function openDictionary(folder: string, root: string): Promise<Dictionary> {
  const before = opened.get(folder);
  if (before !== undefined) return before;
  const opening = Promise.all([
    loadHunspell(root),
    readFile(join(folder, "index.aff"), "utf8"),
    readFile(join(folder, "index.dic"), "utf8"),
  ]).then(([hunspell, affixes, words]) => hunspell.createHunspellFromStrings(affixes, words));
  opened.set(folder, opening);
  // A failure is not kept, so that a dictionary installed meanwhile is found at the next issue.
  opening.catch(() => opened.delete(folder));
  return opening;
}

/** Loads the newsletter's own copy first: Letterpress brings none along. */
function loadHunspell(root: string): Promise<Hunspell> {
  try {
    const path = createRequire(join(root, "newsletter.config.ts")).resolve("hunspell-wasm");
    return import(pathToFileURL(path).href) as Promise<Hunspell>;
  } catch {
    return import("hunspell-wasm");
  }
}

function reasonOf(error: unknown, name: string): string {
  const { code = "" } = error as { readonly code?: string };
  if (code === "ERR_MODULE_NOT_FOUND")
    return `hunspell-wasm is not installed: npm install --save-dev hunspell-wasm ${name}`;
  if (code === "ENOENT") return `${name} has no index.aff and index.dic`;
  return `the dictionary ${name} cannot be read`;
}
