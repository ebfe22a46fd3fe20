import { z } from "zod";
import { didYouMean, nearest } from "#src/issue/front-matter/did-you-mean.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import { defaultList, type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";
import { entryOf, settingFault } from "#src/model/rules/set-severity.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { missingWords } from "#src/model/words/catalogue.ts";
import { hasPages, homeLanguage, languageName } from "#src/model/words/languages.ts";
import { writtenOf } from "#src/model/words/written-of.ts";
import { checkAudience } from "./check-audience.ts";

export const CONFIG = "newsletter.config.ts";

/** Checks a config as written and returns it complete, or every mistake as a line that begins with its key. */
export function checkConfig(
  written: unknown,
): { readonly ok: true; readonly newsletter: Newsletter } | { readonly ok: false; readonly lines: string[] } {
  const { success, data, error } = newsletterSchema.safeParse(written);
  const lines = success
    ? [...checkNames(data), ...checkRules(data), ...checkAudience(data, written)]
    : error.issues.flatMap(linesOf);
  lines.push(...halfCharacters(written));
  return success && lines.length === 0 ? { ok: true, newsletter: data } : { ok: false, lines };
}

function linesOf(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  const said = issue.message.replace(/^Invalid (?:input|option|key in record): /, "");
  // Says what is wrong with the name, not only that it is wrong.
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => `${path}${message}`);
  if (issue.code !== "unrecognized_keys") return [`${path}${said}`];
  const known = keysAt(newsletterSchema, issue.path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    return `${path}Unrecognized key: "${key}"${near === null ? "" : `. Did you mean ${near}?`}`;
  });
}

/** The keys that the config has at this path. */
function keysAt(schema: z.core.$ZodType, [step, ...rest]: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return keysAt(schema.def.innerType, step === undefined ? [] : [step, ...rest]);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((one) => keysAt(one, step === undefined ? [] : [step, ...rest]));
  if (schema instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(schema.shape);
    const inner = (schema.shape as Record<PropertyKey, z.core.$ZodType>)[step];
    return inner === undefined ? [] : keysAt(inner, rest);
  }
  if (schema instanceof z.ZodRecord) return keysAt(schema.valueType, rest);
  if (schema instanceof z.ZodArray) return keysAt(schema.element, rest);
  return [];
}

/**
 * Finds mistakes between parts that are each valid. A section with a mistyped list would mail nobody, and two sections
 * of one list with the same slot would mail the same readers twice at once.
 */
function checkNames(newsletter: Newsletter): string[] {
  const { lists, sections } = newsletter;
  const lines: string[] = [];
  const slots = new Map<string, string>();
  for (const [key, { list = defaultList(newsletter), slot }] of Object.entries(sections)) {
    if (!Object.hasOwn(lists, list)) {
      lines.push(`sections.${key}.list: there is no list ${list}. ${didYouMean(list, Object.keys(lists))}`);
      continue;
    }
    if (slot === undefined) continue;
    const other = slots.get(`${list} ${slot}`);
    if (other === undefined) slots.set(`${list} ${slot}`, key);
    else
      lines.push(
        `sections.${key}.slot: ${slot} is the slot of sections.${other} too, and both go to ${list}. Give one of them another.`,
      );
  }
  return lines;
}

/** Finds ids that are not rules and would silence nothing, and rules that no newsletter may turn down. */
function checkRules({ rules }: Newsletter): string[] {
  return Object.entries(rules).flatMap(([id, setting]) => {
    const entry = entryOf(id);
    if (entry === undefined) return [`rules: there is no rule ${id}. ${ruleMeant(id)}`];
    const fault = settingFault(entry, setting);
    return fault === null ? [] : [`rules: ${id} ${fault}.`];
  });
}

/** Returns the hint for an unknown id. Listing all ids would print two hundred. */
export function ruleMeant(id: string): string {
  const near = nearest(id, Object.keys(RULES));
  return near === null
    ? "`letterpress check` prints the id at the end of each finding."
    : `Did you mean ${near}?`;
}

/** Half a character cannot be mailed, and an email that contains one has no digest. */
function halfCharacters(
  value: unknown,
  path: readonly string[] = [],
  seen = new WeakSet<object>(),
): string[] {
  if (typeof value === "string")
    return value.isWellFormed()
      ? []
      : [`${path.join(".")}: this text contains half of a character, such as half of an emoji`];
  // A value may contain itself, or the same value in many places.
  if (typeof value !== "object" || value === null || seen.has(value) || path.length > 9) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, inner]) => halfCharacters(inner, [...path, key], seen));
}

/**
 * Finds templates that the config names but templates/ does not contain. Checked apart from the config, because they
 * may come and go without a change to it.
 */
export function checkTemplates(newsletter: Newsletter, templates: readonly string[]): readonly Finding[] {
  const report = createReporter((file: string) => whereOf(file, null));
  const named = [
    // A missing default template is not a mistake of the config: an issue that needs it reports it.
    ...(newsletter.template === "interview" ? [] : [["template", newsletter.template] as const]),
    ...Object.entries(newsletter.sections).map(
      ([key, { template }]) => [`sections.${key}.template`, template] as const,
    ),
  ];
  for (const [key, template] of named) {
    // A project without any template has only begun.
    if (template === undefined || templates.length === 0 || templates.includes(template)) continue;
    report.error("template/unknown", CONFIG, `${key}: there is no template ${template} in templates/.`, {
      hint: didYouMean(template, templates),
    });
  }
  return report.findings;
}

/** Finds languages of readers' pages for which some or all words are missing. Preflight finds the words that an issue lacks. */
export function checkWords(newsletter: Newsletter): readonly Finding[] {
  const report = createReporter((file: string) => whereOf(file, null));
  for (const lang of new Set([newsletter.lang, ...newsletter.languages])) {
    const missing = [...missingWords(newsletter, lang, "pages"), ...missingWords(newsletter, lang, "mails")];
    if (missing.length === 0) continue;
    const key = lang === newsletter.lang ? "lang" : "languages";
    const [name, instead] = [languageName(lang), languageName(missing[0]?.lang ?? "en")];
    const message = hasPages(newsletter, lang)
      ? `${key}: ${missing.length} ${missing.length === 1 ? "text" : "texts"} of readers' pages and mails will be in ${instead}, because there are none in ${name}: ${paths(missing)}.`
      : `${key}: readers' pages and mails will be in ${languageName(homeLanguage(newsletter))}, because there are no words in ${name}.`;
    report.warning("words/missing", CONFIG, message, {
      hint: `Add them, such as ${writtenOf(lang, missing.slice(0, 2))}; docs/reference/words.md has all of them.`,
    });
  }
  return report.findings;
}

function paths(missing: readonly { readonly path: string }[]): string {
  const shown = missing.slice(0, SHOWN).map(({ path }) => path);
  const rest = missing.length - shown.length;
  return `${shown.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
}

/** Enough to see which ones are missing; a language with few translations lacks hundreds. */
const SHOWN = 12;
