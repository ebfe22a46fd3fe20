const MARKS = /\p{M}+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const HUMP = /(\p{Ll})(\p{Lu})/gu;

/**
 * Brings a header or a word of a file into the form in which it is compared: lower case, no accents, one space for
 * everything between words. `Désabonné`, `HasOptedOut`, `opt-out` and `OPT_OUT` become `desabonne`, `has opted out` and
 * twice `opt out`.
 */
export function fold(text: string): string {
  return text
    .replace(HUMP, "$1 $2")
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")
    .replace(SEPARATORS, " ")
    .trim()
    .normalize("NFC");
}
