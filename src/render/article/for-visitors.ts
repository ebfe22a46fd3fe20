import type { Block } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { mapBlocks } from "#src/model/walk-blocks.ts";

/**
 * Blocks that the page leaves out. It has a share row and forms of its own, shows topics as links, and knows the next part of a series as
 * well. It does not know its visitor, who could answer `::rate` any number of times.
 */
const NOT_ONLINE: ReadonlySet<Block["kind"]> = new Set(["subscribe", "share", "tags", "series", "rate"]);

/** Returns what a visitor sees: of a part for some readers, what a stranger gets. */
export function forVisitors(body: readonly Block[], { asked }: Issue): readonly Block[] {
  return mapBlocks(body, (block) => {
    if (NOT_ONLINE.has(block.kind)) return [];
    if (block.kind !== "only") return [block];
    const segment = asked[block.asked];
    return segment !== undefined && isIn(segment, {}) ? block.blocks : block.otherwise;
  });
}
