import type { Counted } from "./counted.ts";
import { type BuiltIn, type Speaker, widening } from "./languages.ts";
import { inVoice } from "./voice.ts";
import { snake } from "./words.ts";

/** A text that a language lacks: where it would stand in the config (`email.view_online`), and what is said instead. */
export interface MissingWord {
  readonly path: string;
  /** Two texts for a link: its words, and what follows them. */
  readonly text: string | readonly [string, string];
  readonly lang: string;
}

interface Resolved<T> {
  readonly words: T;
  readonly missing: readonly MissingWord[];
}

/** One language that words may come from, with its part of them. */
interface Source {
  readonly tag: string;
  /** True for the language that was asked for. */
  readonly own: boolean;
  readonly part: unknown;
  /** True if `part` comes from the config, whose names are in snake_case. */
  readonly written: boolean;
}

type Text = string | readonly [string, string] | Counted;

/**
 * Finds the words of a language in a catalogue and the config. For each text, the config's comes before ours, and the whole tag
 * before its primary part; then come the newsletter's own language and English. A text from another language is marked with it
 * (`inVoice`).
 */
export function createResolver<T extends object>(
  catalogue: Readonly<Record<BuiltIn, T>>,
): (newsletter: Speaker, lang: string) => Resolved<T> {
  const known = new WeakMap<Speaker, Map<string, Resolved<T>>>();
  return (newsletter, lang) => {
    const own = known.get(newsletter) ?? new Map<string, Resolved<T>>();
    known.set(newsletter, own);
    const found = own.get(lang) ?? resolve(catalogue, newsletter, lang);
    own.set(lang, found);
    return found;
  };
}

function resolve<T extends object>(
  catalogue: Readonly<Record<BuiltIn, T>>,
  newsletter: Speaker,
  lang: string,
): Resolved<T> {
  const missing: MissingWord[] = [];
  const shape = catalogue.en;
  const words = fromSources(shape, sourcesOf(catalogue, newsletter, lang), lang, "", missing) as T;
  return { words, missing };
}

function sourcesOf(
  catalogue: Readonly<Record<string, unknown>>,
  { lang: home, words }: Speaker,
  lang: string,
): readonly Source[] {
  const written = new Map(Object.entries(words).map(([key, part]) => [key.toLowerCase(), part]));
  const asked = widening(lang);
  return [...asked, ...widening(home), "en"].flatMap((tag, index) => {
    const at = { tag, own: index < asked.length };
    const builtIn = Object.hasOwn(catalogue, tag) ? catalogue[tag] : undefined;
    return [
      { ...at, part: written.get(tag), written: true },
      { ...at, part: builtIn, written: false },
    ];
  });
}

function fromSources(
  shape: unknown,
  sources: readonly Source[],
  lang: string,
  path: string,
  missing: MissingWord[],
): unknown {
  if (!isText(shape)) {
    const entries = Object.entries(shape as object).map(([name, inner]) => {
      const below = sources.map((source) => ({ ...source, part: partOf(source, name) }));
      const at = path === "" ? snake(name) : `${path}.${snake(name)}`;
      return [name, fromSources(inner, below, lang, at, missing)] as const;
    });
    return Object.fromEntries(entries);
  }
  for (const { part, own, tag } of sources) {
    const text = textOf(shape, part);
    if (text === null) continue;
    if (!own) missing.push({ path, text: plainOf(text), lang: tag });
    return said(text, own ? lang : tag, own);
  }
  return shape;
}

function partOf({ part, written }: Source, name: string): unknown {
  const key = written ? snake(name) : name;
  return typeof part === "object" && part !== null && Object.hasOwn(part, key)
    ? (part as Record<string, unknown>)[key]
    : undefined;
}

function isText(value: unknown): value is Text {
  return (
    typeof value === "string" ||
    Array.isArray(value) ||
    (typeof value === "object" && value !== null && "other" in value)
  );
}

/** The part as a text of the same kind; null if it has none. The config may come unchecked, as it does to an edge function. */
function textOf(shape: Text, part: unknown): Text | null {
  if (typeof shape === "string") return typeof part === "string" ? part : null;
  if (Array.isArray(shape)) {
    const pair = Array.isArray(part) && part.length === 2 && part.every((one) => typeof one === "string");
    return pair ? (part as unknown as readonly [string, string]) : null;
  }
  if (typeof part === "string") return { other: part };
  return isText(part) && !Array.isArray(part) ? part : null;
}

/** The config may give a counted text as a single text. */
function plainOf(text: Text): MissingWord["text"] {
  return typeof text === "object" && "other" in text ? text.other : text;
}

function said(text: Text, lang: string, own: boolean): Text {
  const say = (one: string) => (own || one === "" ? one : inVoice(lang, one));
  if (typeof text === "string") return say(text);
  if (!("other" in text)) return [say(text[0]), say(text[1])];
  const forms = Object.entries(text).map(([form, one]) => [form, typeof one === "string" ? say(one) : one]);
  return { ...(Object.fromEntries(forms) as unknown as Counted), lang };
}
