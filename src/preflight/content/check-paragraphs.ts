import { plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import { lengthInWords, lengthOf, type Rule } from "#src/preflight/letter.ts";

/** About 230 words of English: on a phone, more than two screens. */
const LONG = 1400;

/** Reports long paragraphs: a wall of text is where a tired reader stops. */
export const checkParagraphs: Rule = ({ issue }, report) => {
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "paragraph") continue;
    const text = plainText(block.children);
    // Counting takes time, and no letter counts for more than two.
    if (text.length * 2 <= LONG || lengthOf(text) <= LONG) continue;
    report.warning("writing/long-paragraph", block.place, `This paragraph has ${lengthInWords(text)}.`, {
      hint: "Divide it where it turns to something else.",
    });
  }
};
