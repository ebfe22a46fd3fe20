import type { ReactNode } from "react";
import type { z } from "zod";
import type { TemplateInput } from "#src/model/template.ts";

/** What the `html` function of the newsletter's own block receives. */
export interface BlockProps<Attributes> {
  /** The attributes as the block's schema returns them. A string may hold a merge tag: place it unchanged. */
  readonly attributes: Attributes;
  /** The content of `[…]` after the block's name; null without one. */
  readonly label: ReactNode;
  /** The content between `:::NAME` and `:::`; null for `::NAME`. */
  readonly children: ReactNode;
  readonly input: TemplateInput;
}

/** What the `text` function of the newsletter's own block receives: `label` and `content` are plain text, "" if there is none. */
export interface BlockTextProps<Attributes> {
  readonly attributes: Attributes;
  readonly label: string;
  readonly content: string;
  readonly input: TemplateInput;
}

interface BlockDefinition<Schema extends z.ZodObject> {
  /** A zod object: the attributes that `{…}` may hold. A block without it has none. An author writes every value as text. */
  readonly attributes?: Schema;
  readonly html: (props: BlockProps<z.output<Schema>>) => ReactNode;
  readonly text: (props: BlockTextProps<z.output<Schema>>) => string;
}

/**
 * Defines a block of the newsletter's own, as the default export of `templates/blocks/NAME.tsx`. Issues place it with `::NAME` or
 * `:::NAME`. Returns the block unchanged, so that an editor knows the types of the attributes.
 */
export function defineBlock<Schema extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  block: BlockDefinition<Schema>,
): BlockDefinition<Schema> {
  return block;
}
