import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { calloutHtml, codeHtml, endnotesHtml, sponsorHtml } from "./box-html.ts";
import { buttonHtml } from "./button-html.ts";
import { callsHtml } from "./calls-html.ts";
import { columnsHtml } from "./columns-html.ts";
import type { Emit, Stand } from "./emit.ts";
import { guestHtml } from "./guest-html.ts";
import { imageHtml } from "./image-html.ts";
import { listHtml } from "./list-html.ts";
import { BODY, type TextLook } from "./styles.ts";
import { tableHtml } from "./table-html.ts";
import { headingHtml, paragraphHtml, pullquoteHtml, quoteHtml, ruleHtml } from "./text-html.ts";

const GAP = 20;
/** Between blocks in a box, where the type is smaller. */
const INNER_GAP = 12;

/**
 * One block as HTML that any email client can show: tables for boxes, every style inline, nothing wider than a phone.
 * Both template families call it, so a paragraph is the same bytes in both. Text is escaped; merge-tag tokens pass.
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

function emitBlock(block: Block, emit: Emit, stand: Stand): string {
  switch (block.kind) {
    case "heading":
      return headingHtml(block, emit, stand);
    case "paragraph":
      return paragraphHtml(block, emit, stand);
    case "list":
      return listHtml(block, emit, stand);
    case "quote":
      return quoteHtml(block, emit, stand);
    case "pullquote":
      return pullquoteHtml(block, emit, stand);
    case "image":
      return imageHtml(block, emit, stand);
    case "button":
      return buttonHtml(block, emit, stand);
    case "code":
      return codeHtml(block, emit, stand);
    case "table":
      return tableHtml(block, emit, stand);
    case "rule":
      return ruleHtml(block, emit, stand);
    case "callout":
      return calloutHtml(block, emit, stand);
    case "guest":
      return guestHtml(block, emit, stand);
    case "subscribe":
      return callsHtml(block, emit, stand);
    case "sponsor":
      return sponsorHtml(block, emit, stand);
    case "columns":
      return columnsHtml(block, emit, stand);
    case "endnotes":
      return endnotesHtml(block, emit, stand);
  }
}
