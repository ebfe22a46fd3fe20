import { plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** On a phone, a paragraph of 200 words is longer than the screen. */
const LONG = 200;

/** A wall of text is where a tired reader stops. */
export const checkParagraphs: Rule = ({ issue }, report) => {
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "paragraph") continue;
    const text = plainText(block.children);
    // Cheaper than counting, which every issue would pay for: no language has two hundred words in fewer letters.
    if (text.length < LONG) continue;
    const segments = new Intl.Segmenter(issue.lang, { granularity: "word" }).segment(text);
    const words = Iterator.from(segments).reduce((sum, { isWordLike }) => sum + (isWordLike ? 1 : 0), 0);
    if (words <= LONG) continue;
    report.warning("writing/long-paragraph", block.place, `This paragraph has ${words} words.`, {
      hint: "Divide it where it turns to something else.",
    });
  }
};
