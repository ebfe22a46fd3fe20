/** A mark before an item that tells its place in a row: `b)` is the second. Each kind of mark is counted by itself. */
interface NumberedMark {
  /** Group 1 is the part that counts. */
  readonly pattern: RegExp;
  /** Greater by one for the next item. */
  readonly placeOf: (mark: string) => number;
}

const CHINESE = "一二三四五六七八九十";
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
const FIRST_LETTERS: ReadonlySet<string> = new Set(["A", "А", "Α"]);

/** `1.one`: a number without the space after it. */
export const GLUED_NUMBER = /^(\d{1,3})[.)](?=\p{L}{2}|[[“"*_`])/u;

/** "I. Newton" and "J. Kepler" are people, "A." and "B." are items. */
export const CAPITAL = /^\(?(\p{Lu})[.)](?=[ \t]+\S)/u;

export const NUMBERED: readonly NumberedMark[] = [
  { pattern: /^\(?([\p{Ll}\p{Lo}])[.)](?=[ \t]+\S)/u, placeOf: letterPlace },
  { pattern: CAPITAL, placeOf: letterPlace },
  { pattern: /^\(?([ivx]+)[.)](?=[ \t]+\S)/i, placeOf: (mark) => ROMAN.indexOf(mark.toLowerCase()) + 1 },
  { pattern: /^(\d{1,3})[.)](?=[ \t]+\S)/, placeOf: Number },
  {
    pattern: /^(?![0-9])(\p{Nd}{1,3})[.)](?=[ \t]+\S)/u,
    placeOf: (mark) => mark.codePointAt(mark.length - 1) ?? 0,
  },
  { pattern: /^\((\d{1,3})\)(?=[ \t]*\S)/, placeOf: Number },
  { pattern: /^\[(\d{1,3})\](?=[ \t]+\S)/, placeOf: Number },
  { pattern: /^[#§][ \t]?(\d{1,3})[.:)]?(?=[ \t]+\S)/, placeOf: Number },
  { pattern: /^(\d{1,3})(?:[ \t]?[-–—:/]|[º°ª])(?=[ \t]+\S)/, placeOf: Number },
  { pattern: /^(\d{1,3})[、．）](?=\s*\S)/, placeOf: Number },
  {
    pattern: /^(\d{1,2}(?:\.\d{1,2})+)\.?(?=[ \t]+\p{L})/u,
    placeOf: (mark) => Number(mark.split(".").at(-1)),
  },
  { pattern: /^\d{1,3}\.?([a-z])[.)]?(?=[ \t]+\S)/, placeOf: letterPlace },
  {
    pattern: /^[（(]?([一二三四五六七八九十])[、.．）)](?=\s*\S)/,
    placeOf: (mark) => CHINESE.indexOf(mark) + 1,
  },
  { pattern: /^([①②③④⑤⑥⑦⑧⑨⑩])(?=\s*\S)/, placeOf: letterPlace },
  { pattern: GLUED_NUMBER, placeOf: Number },
];

interface Sign {
  readonly pattern: RegExp;
  /** `same`: all these lines have the same sign, as group 1. `most`: at most one line has none, such as one above the list. */
  readonly lines: "same" | "any" | "most";
}

/** Signs with which other programs begin items. A single one may stand at the start of a line only because the line was wrapped. */
export const SIGNS: readonly Sign[] = [
  { pattern: /^([•◦‣⁃▪▫●○■□◆◇▶►➤➔→⇒✓✔✗✘»·∙※–—]|--|[-=]>)[ \t\u00A0]+(?=\S)/u, lines: "same" },
  { pattern: /^(?:\[[ xX]\]|[☐☑☒])[ \t]+(?=\S)/, lines: "any" },
  { pattern: /^\(?\p{L}\)[ \t]+(?=\S)/u, lines: "any" },
  { pattern: /^(?!\p{N})\p{Extended_Pictographic}\uFE0F?[ \t]+(?=\S)/u, lines: "most" },
];

/** Whether a capital is the first letter of an alphabet. */
export function isFirstLetter(mark: string): boolean {
  return FIRST_LETTERS.has(mark);
}

function letterPlace(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
