/**
 * A text that depends on a number, by the plural forms of its language (`Intl.PluralRules`). `other` stands in for a missing form. `lang`
 * is the language whose plural rules and digits apply.
 */
export type Counted = { readonly [form in Intl.LDMLPluralRule]?: string | undefined } & {
  readonly other: string;
  readonly lang?: string;
};

/** The form of `text` for `count`, with `{name}` replaced by the number. */
export function fillCount(text: Counted, name: string, count: number): string {
  const lang = text.lang ?? "en";
  const form = text[new Intl.PluralRules(lang).select(count)] ?? text.other;
  return form.replaceAll(`{${name}}`, numberIn(lang, count));
}

/** A number that counts or names something, in the digits of a language: no commas, because it may be a year. */
export function numberIn(lang: string, value: number): string {
  return new Intl.NumberFormat(formatLanguage(lang), { useGrouping: false }).format(value);
}

/** The language in which dates and numbers are written: English if `Intl` does not know this one, and never that of the machine. */
export function formatLanguage(lang: string): string {
  return Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0 ? lang : "en";
}
