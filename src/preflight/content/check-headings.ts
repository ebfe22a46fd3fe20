import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";
import { blocksOf } from "#src/preflight/walk.ts";

/** Levels without jumps: people who listen to a mail move about by its headings. */
export function checkHeadings(letter: Letter): readonly Finding[] {
  const findings: Finding[] = [];
  let depth = 1;
  for (const block of blocksOf(letter.issue.body)) {
    if (block.kind !== "heading") continue;
    if (block.depth > depth + 1) {
      findings.push(
        find(
          letter,
          "warning",
          "heading/skipped-level",
          block.place,
          `A heading of level ${block.depth} follows ${depth === 1 ? "the title" : `one of level ${depth}`}.`,
          `Write it with ${"#".repeat(depth + 1)}.`,
        ),
      );
    }
    depth = block.depth;
  }
  return findings;
}
