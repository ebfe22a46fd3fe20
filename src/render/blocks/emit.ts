import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { TextLook } from "./styles.ts";

/** What the emitter of one kind of block works with. */
export interface Emit {
  readonly input: TemplateInput;
  /** How running text looks here: smaller in a callout or an endnote. */
  readonly look: TextLook;
  /** Blocks inside a box: no space above the first and none below the last. */
  blocks(blocks: readonly Block[], look?: TextLook): string;
  /** Blocks in the place of one: the first and the last stand as that one would. */
  run(blocks: readonly Block[], stand: Stand): string;
}

/** Where a block stands: first in its box, and the space it leaves below, in px. */
export interface Stand {
  readonly first: boolean;
  readonly gap: number;
}

/** The block of one kind. */
export type BlockOf<K extends Block["kind"]> = Extract<Block, { kind: K }>;
