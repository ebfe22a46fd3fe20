/** Letters and digits alone, small: templates may break a text into lines, or put dots and dashes between its parts. */
export function lettersOf(text: string): string {
  // More than one rule asks for those of the whole email.
  if (text.length < WHOLE) return read(text);
  if (last.text !== text) last = { text, letters: read(text) };
  return last.letters;
}

/** Characters of a text that is worth to be remembered. */
const WHOLE = 2000;
let last = { text: "", letters: "" };

function read(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}
