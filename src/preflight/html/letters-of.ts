/** Letters and digits alone, small: templates may break a text into lines, or put dots and dashes between its parts. */
export function lettersOf(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}
