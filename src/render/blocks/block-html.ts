import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { calloutHtml, codeHtml, endnotesHtml } from "./box-html.ts";
import { buttonHtml } from "./button-html.ts";
import { callsHtml } from "./calls-html.ts";
import { columnsHtml } from "./columns-html.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { relatedHtml, seriesHtml, tagsHtml } from "./further-html.ts";
import { authorHtml, guestHtml } from "./guest-html.ts";
import { imageHtml } from "./image-html.ts";
import { listHtml } from "./list-html.ts";
import { sponsorHtml } from "./sponsor-html.ts";
import { BODY, type TextLook } from "./styles.ts";
import { tableHtml } from "./table-html.ts";
import { headingHtml, paragraphHtml, pullquoteHtml, quoteHtml, ruleHtml } from "./text-html.ts";

const GAP = 20;
/** Between blocks in a box, where the type is smaller. */
const INNER_GAP = 12;

/**
 * One block as HTML that any email client can show: tables for boxes, every style inline, nothing wider than a phone.
 * Both template families call it, so a paragraph is the same bytes in both. Text is escaped; merge-tag tokens pass.
 * For `dangerouslySetInnerHTML` of a template's own component, with `block` from `input.body`. Throws nothing.
 */
export function blockHtml(block: Block, input: TemplateInput): string {
  return emitBlock(block, emitter(input, BODY), { first: false, gap: GAP });
}

/** A list of blocks that fills a box: no space above the first, none below the last. */
export function boxHtml(blocks: readonly Block[], input: TemplateInput): string {
  return emitter(input, BODY).blocks(blocks);
}

function emitter(input: TemplateInput, look: TextLook): Emit {
  return {
    input,
    look,
    blocks: (blocks, inner = look) =>
      blocks
        .map((block, index) =>
          emitBlock(block, emitter(input, inner), {
            first: index === 0,
            gap: index === blocks.length - 1 ? 0 : INNER_GAP,
          }),
        )
        .join(""),
  };
}

/** The emitter of each kind of block. */
const EMITTERS: {
  readonly [K in BlockKind]: (block: BlockOf<K>, emit: Emit, stand: Stand) => string;
} = {
  heading: headingHtml,
  paragraph: paragraphHtml,
  list: listHtml,
  quote: quoteHtml,
  pullquote: pullquoteHtml,
  image: imageHtml,
  button: buttonHtml,
  code: codeHtml,
  table: tableHtml,
  rule: ruleHtml,
  callout: calloutHtml,
  guest: guestHtml,
  author: authorHtml,
  subscribe: callsHtml,
  sponsor: sponsorHtml,
  series: seriesHtml,
  related: relatedHtml,
  tags: tagsHtml,
  columns: columnsHtml,
  endnotes: endnotesHtml,
};

function emitBlock(block: Block, emit: Emit, stand: Stand): string {
  // TypeScript cannot see that a block and the emitter of its kind belong together.
  const html = EMITTERS[block.kind] as (block: Block, emit: Emit, stand: Stand) => string;
  return html(block, emit, stand);
}
