import type { Block } from "#src/model/block.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { plainText } from "#src/model/walk-blocks.ts";

/** Blocks below a heading that are nothing to read. */
const NOTHING = new Set<Block["kind"]>(["rule", "endnotes", "tags"]);

/** Reports a heading with nothing under it: the part was still to be written, or went into another file. */
export const checkSections: Rule = ({ issue }, report) => {
  for (const blocks of groupsIn(issue.body)) {
    for (const [index, block] of blocks.entries()) {
      // A question without an answer is a finding of its own.
      if (block.kind !== "heading" || block.question) continue;
      const next = blocks.slice(index + 1).find(({ kind }) => !NOTHING.has(kind));
      const isEmpty = next === undefined || (next.kind === "heading" && next.depth <= block.depth);
      if (!isEmpty) continue;
      const message = `There is nothing under “${plainText(block.children).trim()}”.`;
      report.warning("heading/empty-section", block.place, message, {
        hint: "Write the part, or remove the heading.",
      });
    }
  }
};

/** Groups of blocks that follow each other: the body, each column, each container. */
function* groupsIn(blocks: readonly Block[]): Generator<readonly Block[]> {
  yield blocks;
  for (const block of blocks) {
    if (block.kind === "columns") for (const column of block.columns) yield* groupsIn(column);
    else if (block.kind === "only") {
      yield* groupsIn(block.blocks);
      yield* groupsIn(block.otherwise);
    } else if (block.kind !== "card" && "blocks" in block) yield* groupsIn(block.blocks);
  }
}
