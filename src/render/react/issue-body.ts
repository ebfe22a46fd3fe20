import { createElement, Fragment, type FunctionComponent, type ReactElement, useContext } from "react";
import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { flowHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { ColumnWidth } from "./column-width.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/** Components of a template that take the place of a kind of block. `html` is what Letterpress would print instead. */
export type BlockParts = {
  readonly [K in BlockKind]?: FunctionComponent<{
    readonly block: BlockOf<K>;
    readonly input: TemplateInput;
    readonly html: string;
  }>;
};

interface PartProps {
  readonly block: Block;
  readonly input: TemplateInput;
  readonly html: string;
}

/**
 * The issue's body in a React Email template: `<IssueBody {...input} />`, once, in any cell or element; as wide as that. `width` is
 * the width of that in px: no picture and no column is wider; without it, what `<Letter>` leaves, or 592. With
 * `parts={{ button: MyButton }}` your component shows each block of that kind: it is given `block` (the data), `input`, and `html`
 * (what would stand there without it). Throws InputMissing; an error in a part is the template's.
 */
export function IssueBody(
  props: TemplateInput & { readonly parts?: BlockParts; readonly width?: number },
): ReactElement {
  const { parts = {}, width: own, ...input } = props;
  expectInput("IssueBody", input, ["body", "issue", "newsletter", "theme", "images", "urls"]);
  const column = useContext(ColumnWidth);
  const width = own ?? column;
  const runs = runsOf(input.body, parts);
  const children = runs.map((run, key) => {
    const [first] = run;
    const part = first === undefined ? undefined : partOf(parts, first.kind);
    const html = flowHtml(run, input, { width, next: runs[key + 1]?.[0] });
    return part === undefined || first === undefined
      ? createElement(Raw, { key, html })
      : createElement(part, { key, block: first, input, html });
  });
  return createElement(Fragment, null, children);
}

/** Neighbours without an override share one element; a block with one stands alone. */
function runsOf(blocks: readonly Block[], parts: BlockParts): Block[][] {
  const runs: Block[][] = [];
  let open = false;
  for (const block of blocks) {
    const own = partOf(parts, block.kind) !== undefined;
    if (open && !own) runs.at(-1)?.push(block);
    else runs.push([block]);
    open = !own;
  }
  return runs;
}

function partOf(parts: BlockParts, kind: BlockKind): FunctionComponent<PartProps> | undefined {
  return parts[kind] as FunctionComponent<PartProps> | undefined;
}
