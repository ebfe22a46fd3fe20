import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { TextLook } from "./styles.ts";

/** What the emitter of one kind of block works with. */
export interface Emit {
  readonly input: TemplateInput;
  /** How running text looks here: smaller in a callout or an endnote. What stands around has said it; a block says what differs. */
  readonly look: TextLook;
  /** Width of what the block stands in, in px: no picture and no column is wider. */
  readonly width: number;
  /**
   * Blocks inside a box: no space above the first (or `above` px) and none below the last. With `look`, it is said around them, also
   * where it is the same: Outlook for Windows forgets the type of a letter in each new table. `width` is the room in the box.
   */
  blocks(
    blocks: readonly Block[],
    look?: TextLook,
    room?: { readonly width?: number; readonly above?: number },
  ): string;
  /** Blocks in the place of one: the first and the last stand as that one would. */
  run(blocks: readonly Block[], stand: Stand): string;
  /** The emitter for a box that has said its look itself. */
  inside(look: TextLook, width: number): Emit;
}

/** Where a block stands. */
export interface Stand {
  /** Whether it is the first in its box. */
  readonly first: boolean;
  /** The space it leaves below, in px. */
  readonly gap: number;
  /** The space it leaves above, in px; only the continuation of a list's item has one. */
  readonly above: number;
}

/** The block of one kind. */
export type BlockOf<K extends Block["kind"]> = Extract<Block, { kind: K }>;
