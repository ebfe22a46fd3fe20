import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { calloutHtml, codeHtml, endnotesHtml, sponsorHtml } from "./box-html.ts";
import { buttonHtml } from "./button-html.ts";
import { callsHtml } from "./calls-html.ts";
import { columnsHtml } from "./columns-html.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { guestHtml } from "./guest-html.ts";
import { imageHtml } from "./image-html.ts";
import { isLabel } from "./is-label.ts";
import { listHtml } from "./list-html.ts";
import { BODY, serif, TEXT_WIDTH, type TextLook } from "./styles.ts";
import { tableHtml } from "./table-html.ts";
import { headingHtml, paragraphHtml, pullquoteHtml, quoteHtml, ruleHtml } from "./text-html.ts";

const GAP = 20;
/** Between blocks in a box, where the type is smaller. */
const INNER_GAP = 12;
/** Between a label and the list that it belongs to. */
const LABEL_GAP = 6;

/**
 * One block as HTML that any email client can show: tables for boxes, nothing wider than a phone or than `width` px (592 if it is left
 * out). Both template families call it, so a paragraph is the same bytes in both. Text is escaped; merge-tag tokens pass.
 * For `dangerouslySetInnerHTML` of a template's own component, with `block` from `input.body`. Throws nothing.
 */
export function blockHtml(block: Block, input: TemplateInput, width = TEXT_WIDTH): string {
  return flowHtml([block], input, { width });
}

/** Blocks that follow each other, in one element that says once how their text looks. `next` is what stands below them. */
export function flowHtml(
  blocks: readonly Block[],
  input: TemplateInput,
  {
    width = TEXT_WIDTH,
    next,
  }: { readonly width?: number | undefined; readonly next?: Block | undefined } = {},
): string {
  const emit = emitter(input, BODY, width);
  return textElement(
    input,
    blocks.map((block, index) =>
      emitBlock(block, emit, {
        first: false,
        gap: gapBelow(block, blocks[index + 1] ?? next, GAP, emit),
        above: 0,
      }),
    ),
  );
}

/** A list of blocks that fills a box: no space above the first, none below the last. */
export function boxHtml(blocks: readonly Block[], input: TemplateInput, width = TEXT_WIDTH): string {
  return textElement(input, [emitter(input, BODY, width).blocks(blocks)]);
}

/** Long words and addresses would otherwise widen a table cell, and with it the email, beyond a phone. */
function textElement({ theme }: TemplateInput, content: readonly string[]): string {
  return `<div class="lp-text lp-ink" style="${serif(theme, BODY)};word-break:break-word">${content.join("")}</div>`;
}

function emitter(input: TemplateInput, look: TextLook, width: number): Emit {
  return {
    input,
    look,
    width,
    inside: (own, room) => emitter(input, own, room),
    blocks: (blocks, own, room = {}) => {
      const emit = emitter(input, own ?? look, room.width ?? width);
      const html = blocks
        .map((block, index) => {
          const next = blocks[index + 1];
          const gap = next === undefined ? 0 : gapBelow(block, next, INNER_GAP, emit);
          return emitBlock(block, emit, {
            first: index === 0,
            gap,
            above: index === 0 ? (room.above ?? 0) : 0,
          });
        })
        .join("");
      return own === undefined
        ? html
        : `<div class="lp-${own.tone}" style="${serif(input.theme, own)}">${html}</div>`;
    },
  };
}

/** A heading has its own space above, and a label stands close to its list. */
function gapBelow(block: Block, next: Block | undefined, gap: number, { input }: Emit): number {
  if (next?.kind === "heading") return 0;
  return next?.kind === "list" && isLabel(block, input) ? LABEL_GAP : gap;
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
  subscribe: callsHtml,
  sponsor: sponsorHtml,
  columns: columnsHtml,
  endnotes: endnotesHtml,
};

function emitBlock(block: Block, emit: Emit, stand: Stand): string {
  // TypeScript cannot see that a block and the emitter of its kind belong together.
  const html = EMITTERS[block.kind] as (block: Block, emit: Emit, stand: Stand) => string;
  return html(block, emit, stand);
}
