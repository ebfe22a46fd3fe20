import { createElement, Fragment, type FunctionComponent, type ReactElement, useContext } from "react";
import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { type MarkKind, markOf } from "#src/model/parts/marks.ts";
import { flowHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { ColumnWidth } from "./column-width.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/** A template's own components, by the kind of block that each of them shows. `html` is what Letterpress shows without the component. */
export type BlockParts = {
  readonly [K in Exclude<BlockKind, "only">]?: FunctionComponent<{
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
 * Shows the issue's body in a React Email template: `<IssueBody {...input} />`, exactly once, in any cell or element. The body is as
 * wide as that element. `width` is the element's width in px, so that no picture and no column is wider; without `width`, it is the
 * width of the column of `<Letter>`, or 592. With `parts={{ button: MyButton }}`, your component shows each block of that kind: it
 * receives `block` (the data), `input`, and `html` (what Letterpress shows without the component). Throws InputMissing; an error in
 * a part counts as the template's.
 */
export function IssueBody(
  props: TemplateInput & { readonly parts?: BlockParts; readonly width?: number },
): ReactElement {
  const { parts = {}, width: own, ...input } = props;
  expectInput("IssueBody", input, ["body", "issue", "newsletter", "theme", "images", "urls"]);
  const column = useContext(ColumnWidth);
  return bodyOf(input.body, { input, parts, width: own ?? column });
}

interface BodyOf {
  readonly input: TemplateInput;
  readonly parts: BlockParts;
  readonly width: number;
}

/** `below` is what stands under the blocks. */
function bodyOf(blocks: readonly Block[], body: BodyOf, below?: Block): ReactElement {
  const { input, parts, width } = body;
  const runs = runsOf(blocks, parts);
  const children = runs.map((run, key) => {
    const next = runs[key + 1]?.[0] ?? below;
    const [first] = run;
    if (first?.kind === "only" && isOverridden(first, parts))
      return createElement(Fragment, { key }, partFor(first, body, next));
    const part = first === undefined ? undefined : partOf(parts, first.kind);
    const html = flowHtml(run, input, { width, next });
    return part === undefined || first === undefined
      ? createElement(Raw, { key, html })
      : createElement(part, { key, block: first, input, html });
  });
  return createElement(Fragment, null, children);
}

/** Renders a part for some readers. The template's own components show the blocks in it as they do outside. */
function partFor(
  { asked, blocks, otherwise }: BlockOf<"only">,
  body: BodyOf,
  next: Block | undefined,
): ReactElement {
  const mark = (kind: MarkKind) => createElement(Raw, { html: markOf(kind, asked) });
  const rest = otherwise.length === 0 ? [] : [mark("else"), bodyOf(otherwise, body, next)];
  return createElement(Fragment, null, mark("only"), bodyOf(blocks, body, next), ...rest, mark("end"));
}

/** Neighbours without an override share one element; a block with an override stands alone. */
function runsOf(blocks: readonly Block[], parts: BlockParts): Block[][] {
  const runs: Block[][] = [];
  let open = false;
  for (const block of blocks) {
    const own = isOverridden(block, parts);
    if (open && !own) runs.at(-1)?.push(block);
    else runs.push([block]);
    open = !own;
  }
  return runs;
}

/** Whether the template has a component for a block, or for a block inside a part for some readers. */
function isOverridden(block: Block, parts: BlockParts): boolean {
  if (block.kind !== "only") return partOf(parts, block.kind) !== undefined;
  return [...block.blocks, ...block.otherwise].some((inner) => isOverridden(inner, parts));
}

function partOf(parts: BlockParts, kind: BlockKind): FunctionComponent<PartProps> | undefined {
  return (parts as { readonly [K in BlockKind]?: unknown })[kind] as FunctionComponent<PartProps> | undefined;
}
