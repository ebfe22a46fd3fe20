import type { Block } from "#src/model/block.ts";
import { errorAt } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { OwnBlock, OwnShown, TemplateInput } from "#src/model/template.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { boxHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { plainBlocks } from "#src/render/plain/plain-blocks.ts";
import { plainInline } from "#src/render/plain/plain-inline.ts";
import { attributesOf } from "./attributes-of.ts";
import type { OwnContent } from "./own-content.ts";
import { withLinkLook } from "./with-link-look.ts";

/**
 * Renders the newsletter's own blocks of an issue, by their index. Blocks inside others come first, because they become a part of them.
 * Throws `block/attributes` at the directive for attributes that its block does not take, and `template/failed` at the block's own file.
 */
export async function renderOwnBlocks(
  body: readonly Block[],
  input: TemplateInput,
  blocks: readonly OwnBlock[],
): Promise<readonly OwnShown[]> {
  const shown: OwnShown[] = [];
  const around = { ...input, own: shown };
  const placed = [...walkBlocks(body)].filter((block) => block.kind === "own");
  for (const block of placed.toReversed()) {
    const own = blocks.find(({ name }) => name === block.name);
    const where = whereOf(input.issue.path, block.place);
    if (own === undefined)
      throw errorAt("template/failed", where, `there is no block ${block.name} in templates/blocks/.`);
    const content = contentOf(block, around);
    let rendered: OwnShown;
    if (own.family === "react") {
      const { renderReactBlock } = await import("./react-block.ts");
      rendered = await renderReactBlock(
        own,
        attributesOf(own, own.attributes, block, where),
        content,
        around,
      );
    } else {
      const { renderMjmlBlock } = await import("./mjml-block.ts");
      rendered = await renderMjmlBlock(own, block, where, content, around);
    }
    shown[block.index] = { ...rendered, html: withLinkLook(rendered.html, input) };
  }
  return shown;
}

function contentOf({ children, blocks }: BlockOf<"own">, input: TemplateInput): OwnContent {
  return {
    label: { html: inlineHtml(children, input), text: plainInline(children, input) },
    content: { html: boxHtml(blocks, input), text: plainBlocks(blocks, input) },
  };
}
