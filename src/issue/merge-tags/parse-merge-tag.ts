import { Liquid, TokenizationError, Tokenizer } from "liquidjs";
import type { MergeFilter, MergeTag } from "#src/model/merge-tag.ts";
import { isLanguage } from "#src/model/newsletter.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import { didYouMean, nearest } from "#src/issue/front-matter/did-you-mean.ts";
import { FILTERS } from "./filters.ts";
import { fallbackIn, ourName } from "./other-names.ts";

interface WrongTag {
  readonly kind: "wrong";
  readonly rule: RuleOf<"error">;
  readonly message: string;
  readonly hint: string | null;
  readonly fix: string | null;
}

type ParsedTag = { readonly kind: "tag"; readonly tag: MergeTag } | WrongTag;

const { operators } = new Liquid().options;

/** Compile one `{{ … }}`. `names` are the known names. Liquid only reads the syntax; it never runs anything. */
export function parseMergeTag(source: string, names: readonly string[]): ParsedTag {
  if (/^\{\{[<%]/.test(source))
    return wrong(
      "merge-tag/shortcode",
      `This is a shortcode of Hugo: ${source}`,
      'Write Markdown, or a directive such as ::button[Text]{href="https://…"}.',
    );
  if (source.startsWith("{%")) {
    const fix = ourTag(source, names);
    return wrong(
      "merge-tag/statement",
      `Statements such as ${source} are not supported.`,
      fix === null ? "Use {{ … }} only, with a default for readers who lack the value." : `Write ${fix}.`,
      fix,
    );
  }
  if (source.startsWith("{{{")) return tripleBraces(source, names);
  const inner = source.slice(2, -2);
  if (/^-|-$/.test(inner))
    return wrong(
      "merge-tag/syntax",
      `Expected {{ and }} without a hyphen, found ${source}.`,
      "Remove the hyphens.",
    );
  try {
    return compile(source, inner, names);
  } catch (error) {
    if (!(error instanceof TokenizationError)) throw error;
    const fix = ourTag(source, names);
    return wrong(
      "merge-tag/syntax",
      `This merge tag cannot be read: ${source}`,
      fix === null
        ? `${error.message.replace(/, line:.*/s, "")}. Write for example {{ subscriber.first_name | default: "there" }}.`
        : `Write ${fix}.`,
      fix,
    );
  }
}

/** Our tag for one that another system reads; null where it has no counterpart. */
function ourTag(source: string, names: readonly string[]): string | null {
  const inner = source.replace(/^\{[{%]+-?\s*|\s*-?[}%]+\}?$/g, "");
  const [theirs = ""] = /^[.$]?[\w-]+(?:[.:][\w-]+)*/.exec(inner) ?? [];
  const ours = theirs === "" ? null : ourName(theirs, names);
  if (ours === null) return null;
  const rest = inner.slice(theirs.length);
  const fallback = fallbackIn(rest);
  // Text after the name that is not understood would be lost.
  if (fallback === null && !/^\s*(?:\(\s*\))?\s*$/.test(rest)) return null;
  if (ours.startsWith("urls.")) return `{{ ${ours} }}`;
  return `{{ ${ours}${fallback === null ? "" : ` | default: ${JSON.stringify(fallback)}`} }}`;
}

function compile(source: string, inner: string, names: readonly string[]): ParsedTag {
  if (((inner.match(/(?<!\\)"/g)?.length ?? 0) & 1) !== 0)
    return wrong(
      "merge-tag/syntax",
      `A quotation mark is missing in ${source}`,
      "End the text with the mark that opened it.",
    );
  const { initial, filters } = new Tokenizer(inner, operators).readFilteredValue();
  const [first, ...more] = initial.postfix;
  const name = inner.slice(first?.begin ?? 0, first?.end ?? 0);
  if (first === undefined || more.length > 0) {
    const fix = ourTag(source, names);
    return wrong(
      "merge-tag/syntax",
      `Expected one name in ${source}`,
      fix === null ? 'Write for example {{ subscriber.first_name | default: "there" }}.' : `Write ${fix}.`,
      fix,
    );
  }
  if (!names.includes(name)) {
    const ours = ourName(name, names);
    const meant = ours ?? nearest(name, names);
    const fix = meant === null ? null : source.replace(name, () => meant);
    const hint = ours === null ? didYouMean(name, names) : `Here it is called ${ours}.`;
    return wrong("merge-tag/unknown", `There is no merge tag ${name}.`, hint, fix);
  }
  const compiled: MergeFilter[] = [];
  for (const filter of filters) {
    const takes = Object.hasOwn(FILTERS, filter.name)
      ? FILTERS[filter.name as MergeFilter["name"]].takes
      : undefined;
    if (takes === undefined)
      return wrong(
        "merge-tag/unknown-filter",
        `There is no filter ${filter.name}.`,
        didYouMean(filter.name, Object.keys(FILTERS)),
      );
    const args = filter.args.map((arg) => (Array.isArray(arg) ? null : literalOf(arg)));
    if (args.some((arg) => arg === null))
      return wrong(
        "merge-tag/syntax",
        `Expected text in quotes or a number after ${filter.name}, in ${source}`,
        `Write for example | ${filter.name}: "there".`,
      );
    if (args.some((arg) => typeof arg === "string" && !arg.isWellFormed()))
      return wrong(
        "merge-tag/half-character",
        `A text in ${source} holds half of a character.`,
        "Write the character itself.",
      );
    if (args.length < takes[0] || args.length > takes[1])
      return wrong(
        "merge-tag/syntax",
        `The filter ${filter.name} takes ${counted(takes)}, found ${args.length}.`,
        null,
      );
    const range = outOfRange(filter.name, args);
    if (range !== null) return wrong("merge-tag/range", `${range}, in ${source}`, null);
    compiled.push({ name: filter.name as MergeFilter["name"], args: args as (string | number)[] });
  }
  return { kind: "tag", tag: { name, filters: compiled, source } };
}

/** Returns what is wrong with an argument that the filter cannot take: it would fail for each reader when the issue is sent. */
function outOfRange(filter: string, [first, second]: readonly (string | number | null)[]): string | null {
  if (filter === "truncate" && first !== undefined && !Number.isSafeInteger(Number(first)))
    return `Expected truncate to have a number of characters, found ${first}`;
  if (filter === "date" && second !== undefined && !isLanguage(String(second)))
    return `Expected date to have a language such as en or es-PE, found ${second}`;
  return null;
}

/** The constant of an argument; null for a name, because nothing here can look it up. */
function literalOf(token: object): string | number | null {
  const content = "content" in token ? token.content : null;
  return "props" in token || !["string", "number"].includes(typeof content)
    ? null
    : (content as string | number);
}

function counted([least, most]: readonly [number, number]): string {
  if (most === 0) return "no value";
  return least === most ? `${least} value` : `at most ${most} values`;
}

/** Resend fills its own placeholders in broadcasts only: in a batch readers would see the braces. */
function tripleBraces(source: string, names: readonly string[]): WrongTag {
  const [name = "", fallback] = source
    .slice(3, -3)
    .trim()
    .split("|")
    .map((part) => part.trim());
  const ours = ourName(name, names);
  const fix =
    ours !== null ? `{{ ${ours}${fallback ? ` | default: ${JSON.stringify(fallback)}` : ""} }}` : null;
  return wrong(
    "merge-tag/triple-braces",
    `Three braces are Resend's syntax and would be mailed as text: ${source}`,
    fix === null ? "Write a merge tag with two braces." : `Write ${fix}.`,
    fix,
  );
}

function wrong(
  rule: RuleOf<"error">,
  message: string,
  hint: string | null,
  fix: string | null = null,
): WrongTag {
  return { kind: "wrong", rule, message, hint, fix };
}
