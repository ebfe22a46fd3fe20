import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { TextLook } from "./styles.ts";

/** What the emitter of one kind of block works with. */
export interface Emit {
  readonly input: TemplateInput;
  /**
   * How running text looks here: smaller in a callout or an endnote. The element around the block has already set this look, so a block
   * sets only what differs.
   */
  readonly look: TextLook;
  /** Width of the box or column that the block stands in, in px: no picture and no column is wider. */
  readonly width: number;
  /**
   * Renders blocks inside a box: no space above the first (or `above` px) and none below the last. With `look`, an element around the
   * blocks sets that look, even where it is the same as outside: Outlook for Windows forgets the type of a letter in each new table.
   * `width` is the room in the box.
   */
  blocks(
    blocks: readonly Block[],
    look?: TextLook,
    room?: { readonly width?: number; readonly above?: number },
  ): string;
  /** Renders several blocks in the place of one: the first and the last stand as that one would. */
  run(blocks: readonly Block[], stand: Stand): string;
  /** Returns the emitter for the content of a box that sets its look itself. */
  inside(look: TextLook, width: number): Emit;
}

/** Where a block stands. */
export interface Stand {
  /** Whether it is the first in its box. */
  readonly first: boolean;
  /** The space it leaves below, in px. */
  readonly gap: number;
  /** The space it leaves above, in px; only the continuation of a list item has any. */
  readonly above: number;
}

/** The block of one kind. */
export type BlockOf<K extends Block["kind"]> = Extract<Block, { kind: K }>;
