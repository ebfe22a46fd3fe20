/**
 * Text as the search compares it: small letters without accents, one space between words. "Güner" finds "guner". The
 * search page of a static site does the same in the browser (`search-script.ts`).
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What somebody typed into the search: at most eight words, each of which must be found. */
export function searchWords(typed: string): readonly string[] {
  return [...new Set(foldText(typed.slice(0, 200)).split(" "))].filter((word) => word !== "").slice(0, 8);
}
