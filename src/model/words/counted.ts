/**
 * A text that depends on a number, by the plural forms of its language (`Intl.PluralRules`). A form that is missing is `other`. `lang` is
 * the language whose rules and digits count.
 */
export type Counted = { readonly [form in Intl.LDMLPluralRule]?: string | undefined } & {
  readonly other: string;
  readonly lang?: string;
};

/** The form of `text` for `count`, with `{name}` filled by it. */
export function fillCount(text: Counted, name: string, count: number): string {
  const lang = text.lang ?? "en";
  const form = text[new Intl.PluralRules(lang).select(count)] ?? text.other;
  return form.replaceAll(`{${name}}`, numberIn(lang, count));
}

/** A number that counts or names something, in the digits of a language: no commas, because it may be a year. */
export function numberIn(lang: string, value: number): string {
  return new Intl.NumberFormat(formatLanguage(lang), { useGrouping: false }).format(value);
}

/** The language that dates and numbers are written in: English where `Intl` does not know this one, and never that of the machine. */
export function formatLanguage(lang: string): string {
  return Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0 ? lang : "en";
}
