/** The letters and digits of a text, in small letters: templates may break it into lines, or put dots and dashes between its parts. */
export function lettersOf(text: string): string {
  // More than one rule asks for the letters of the whole email.
  if (text.length < WHOLE) return read(text);
  if (last.text !== text) last = { text, letters: read(text) };
  return last.letters;
}

/** The fewest characters of a text whose letters are remembered. */
const WHOLE = 2000;
let last = { text: "", letters: "" };

function read(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}
