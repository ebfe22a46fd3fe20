import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Reports a body without a word or a picture: a file whose text was never saved, or a draft that lost it when it was copied. */
export const checkEmpty: Rule = ({ issue }, report) => {
  for (const block of walkBlocks(issue.body)) {
    // These blocks are shown even without words of their own, such as a picture or a block of the newsletter's.
    if (["image", "card", "own", "code", "table"].includes(block.kind)) return;
    if (block.kind !== "heading" && inlinesOf(block).some((inlines) => plainText(inlines).trim() !== ""))
      return;
  }
  report.error("body/empty", null, "The issue has no text.", {
    hint: "Write it below the second line of ---.",
  });
};
