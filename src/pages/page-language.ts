import { parseAccept } from "hono/utils/accept";
import type { Newsletter } from "#src/model/newsletter.ts";
import { languageOf } from "#src/model/words/catalogue.ts";

/** The reader's language by `Accept-Language`, if the newsletter has it; else the newsletter's first. */
export function pageLanguage(
  { lang, languages }: Pick<Newsletter, "lang" | "languages">,
  accepted: string | null | undefined,
): string {
  const supports = [lang, ...languages].map(languageOf);
  const wished = parseAccept(accepted ?? "").filter(({ q }) => q > 0);
  const primary = wished.map(({ type }) => type.toLowerCase().split("-")[0] ?? "");
  return primary.find((one) => supports.includes(one)) ?? languageOf(lang);
}
