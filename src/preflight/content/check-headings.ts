import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Reports skipped levels: people who listen to a mail move through it by its headings. */
export const checkHeadings: Rule = ({ issue }, report) => {
  let depth = 1;
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "heading") continue;
    if (block.depth > depth + 1) {
      const before = depth === 1 ? "the title" : `one of level ${depth}`;
      const message = `A heading of level ${block.depth} follows ${before}.`;
      report.warning("heading/skipped-level", block.place, message, {
        hint: `Write it with ${"#".repeat(depth + 1)}.`,
      });
    }
    depth = block.depth;
  }
};
