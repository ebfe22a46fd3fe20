import { createElement, Fragment, type FunctionComponent, type ReactElement } from "react";
import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { type MarkKind, markOf } from "#src/model/parts/marks.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/** Components of a template that take the place of a kind of block. `html` is what Letterpress would print instead. */
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
 * The issue's body in a React Email template: `<IssueBody {...input} />`, once, in any cell or element; as wide as that. With
 * `parts={{ button: MyButton }}` your component shows each block of that kind: it is given `block` (the data), `input`, and `html`
 * (what would stand there without it). Throws InputMissing; an error in a part is the template's.
 */
export function IssueBody(props: TemplateInput & { readonly parts?: BlockParts }): ReactElement {
  const { parts = {}, ...input } = props;
  expectInput("IssueBody", input, ["body", "issue", "newsletter", "theme", "images", "urls"]);
  return bodyOf(input.body, input, parts);
}

function bodyOf(blocks: readonly Block[], input: TemplateInput, parts: BlockParts): ReactElement {
  const children = runsOf(blocks, parts).map((run, key) => {
    const [first] = run;
    if (first?.kind === "only") return createElement(Fragment, { key }, partFor(first, input, parts));
    const part = first === undefined ? undefined : partOf(parts, first.kind);
    const html = run.map((block) => blockHtml(block, input)).join("");
    return part === undefined || first === undefined
      ? createElement("div", { key, dangerouslySetInnerHTML: { __html: html } })
      : createElement(part, { key, block: first, input, html });
  });
  return createElement(Fragment, null, children);
}

/** A part for some readers: the template's own components show the blocks in it as they do outside. */
function partFor(
  { asked, blocks, otherwise }: BlockOf<"only">,
  input: TemplateInput,
  parts: BlockParts,
): ReactElement {
  const mark = (kind: MarkKind) => createElement(Raw, { html: markOf(kind, asked) });
  const rest = otherwise.length === 0 ? [] : [mark("else"), bodyOf(otherwise, input, parts)];
  return createElement(Fragment, null, mark("only"), bodyOf(blocks, input, parts), ...rest, mark("end"));
}

/** Neighbours without an override share one element; a block with one stands alone, and so does a part for some readers. */
function runsOf(blocks: readonly Block[], parts: BlockParts): Block[][] {
  const runs: Block[][] = [];
  let open = false;
  for (const block of blocks) {
    const own = block.kind === "only" || partOf(parts, block.kind) !== undefined;
    if (open && !own) runs.at(-1)?.push(block);
    else runs.push([block]);
    open = !own;
  }
  return runs;
}

function partOf(parts: BlockParts, kind: BlockKind): FunctionComponent<PartProps> | undefined {
  return (parts as { readonly [K in BlockKind]?: unknown })[kind] as FunctionComponent<PartProps> | undefined;
}
