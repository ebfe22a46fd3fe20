import { parseAccept } from "hono/utils/accept";
import type { Newsletter } from "#src/model/newsletter.ts";
import { hasPages, homeLanguage, primaryOf } from "#src/model/words/languages.ts";

/**
 * The reader's language by `Accept-Language`, as the config writes it, if the newsletter has that language and words in
 * it; else the home language.
 */
export function pageLanguage(
  newsletter: Pick<Newsletter, "lang" | "languages" | "words">,
  accepted: string | null | undefined,
): string {
  const all = [newsletter.lang, ...newsletter.languages].filter((lang) => hasPages(newsletter, lang));
  const wished = parseAccept(accepted ?? "").filter(({ q }) => q > 0);
  for (const { type } of wished) {
    const found =
      all.find((lang) => lang.toLowerCase() === type.toLowerCase()) ??
      all.find((lang) => primaryOf(lang) === primaryOf(type));
    if (found !== undefined) return found;
  }
  return homeLanguage(newsletter);
}
