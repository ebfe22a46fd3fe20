import { marked } from "#src/model/parts/marks.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";

/** Renders a part for some readers, and what the others get, between marks. Each stands as if the other were not there. */
export function onlyHtml(block: BlockOf<"only">, emit: Emit, stand: Stand): string {
  return marked(block.asked, emit.run(block.blocks, stand), emit.run(block.otherwise, stand));
}
