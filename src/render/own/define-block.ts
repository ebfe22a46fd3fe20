import type { ReactNode } from "react";
import type { z } from "zod";
import type { TemplateInput } from "#src/model/template.ts";

/** What a block of the newsletter's own is given to make HTML of. */
export interface BlockProps<Attributes> {
  /** As its schema gives them. A string may hold a merge tag: place it as it is. */
  readonly attributes: Attributes;
  /** What stands in `[…]` behind its name; null where nothing does. */
  readonly label: ReactNode;
  /** What stands between `:::NAME` and `:::`; null for `::NAME`. */
  readonly children: ReactNode;
  readonly input: TemplateInput;
}

/** The same to make plain text of: `label` and `content` are text, "" where there is none. */
export interface BlockTextProps<Attributes> {
  readonly attributes: Attributes;
  readonly label: string;
  readonly content: string;
  readonly input: TemplateInput;
}

interface BlockDefinition<Schema extends z.ZodObject> {
  /** A zod object: what `{…}` may hold. None unless given. Every value is written as text. */
  readonly attributes?: Schema;
  readonly html: (props: BlockProps<z.output<Schema>>) => ReactNode;
  readonly text: (props: BlockTextProps<z.output<Schema>>) => string;
}

/**
 * A block of the newsletter's own, as the default export of `templates/blocks/NAME.tsx`: issues place it with `::NAME` or
 * `:::NAME`. Gives an editor the types of the attributes, and changes nothing.
 */
export function defineBlock<Schema extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  block: BlockDefinition<Schema>,
): BlockDefinition<Schema> {
  return block;
}
