import type { Block, BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { withPlace } from "#src/render/places/mark-places.ts";
import { calloutHtml, codeHtml, endnotesHtml } from "./box-html.ts";
import { buttonHtml } from "./button-html.ts";
import { callsHtml } from "./calls-html.ts";
import { columnsHtml } from "./columns-html.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { relatedHtml, seriesHtml, tagsHtml } from "./further-html.ts";
import { authorHtml, guestHtml } from "./guest-html.ts";
import { imageHtml } from "./image-html.ts";
import { isLabel } from "./is-label.ts";
import { buttonsHtml } from "./linked/buttons-html.ts";
import { cardHtml } from "./linked/card-html.ts";
import { contentsHtml } from "./linked/contents-html.ts";
import { galleryHtml } from "./linked/gallery-html.ts";
import { rateHtml } from "./linked/rate-html.ts";
import { shareHtml } from "./linked/share-html.ts";
import { listHtml } from "./list-html.ts";
import { onlyHtml } from "./only-html.ts";
import { ownHtml } from "./own-html.ts";
import { sponsorHtml } from "./sponsor-html.ts";
import { BODY, GAP, serif, TEXT_WIDTH, type TextLook } from "./styles.ts";
import { tableHtml } from "./table-html.ts";
import { headingHtml, paragraphHtml, pullquoteHtml, quoteHtml, ruleHtml } from "./text-html.ts";

/** Space between two blocks in a box, where the type is smaller, in px. */
const INNER_GAP = 12;
/** Space between a label and its list, in px. */
const LABEL_GAP = 6;

/**
 * Renders one block as HTML that any mail program can show: boxes are tables, and nothing is wider than a phone or than `width` px (592
 * if it is left out). React and MJML templates both use it, so a paragraph has the same bytes in both. It escapes text and leaves
 * merge-tag tokens as they are. Use it with `dangerouslySetInnerHTML` in a template's own component, with a `block` from `input.body`.
 * Throws nothing.
 */
export function blockHtml(block: Block, input: TemplateInput, width = TEXT_WIDTH): string {
  return flowHtml([block], input, { width });
}

/** Renders consecutive blocks in one element that sets the look of their text once. `next` is the block below them. */
export function flowHtml(
  blocks: readonly Block[],
  input: TemplateInput,
  {
    width = TEXT_WIDTH,
    next,
  }: { readonly width?: number | undefined; readonly next?: Block | undefined } = {},
): string {
  const emit = emitter(input, BODY, { width, between: GAP });
  const last = blocks.at(-1);
  const gap = last === undefined ? 0 : gapBelow(last, next === undefined ? [] : [next], GAP, emit);
  return textElement(input, emit.run(blocks, { first: false, gap, above: 0 }));
}

/** Renders blocks that fill a box: no space above the first, none below the last. */
export function boxHtml(blocks: readonly Block[], input: TemplateInput, width = TEXT_WIDTH): string {
  return textElement(input, emitter(input, BODY, { width }).blocks(blocks));
}

/** Lets long words and addresses break: they would otherwise widen a table cell, and with it the email, beyond a phone. */
function textElement({ theme }: TemplateInput, content: string): string {
  return `<div class="lp-text lp-ink" style="${serif(theme, BODY)};word-break:break-word">${content}</div>`;
}

/** `between`: the space between two blocks of a run, in px. */
function emitter(
  input: TemplateInput,
  look: TextLook,
  { width, between = INNER_GAP }: { readonly width: number; readonly between?: number },
): Emit {
  const emit: Emit = {
    input,
    look,
    width,
    inside: (own, room) => emitter(input, own, { width: room }),
    run: (blocks, { first, gap, above }) =>
      blocks
        .map((block, index) => {
          const after = blocks.slice(index + 1);
          return emitBlock(block, emit, {
            first: first && index === 0,
            gap: after.length === 0 ? gap : gapBelow(block, after, between, emit),
            above: index === 0 ? above : 0,
          });
        })
        .join(""),
    blocks: (blocks, own, room = {}) => {
      const inner = emitter(input, own ?? look, { width: room.width ?? width });
      const html = inner.run(blocks, { first: true, gap: 0, above: room.above ?? 0 });
      return own === undefined
        ? html
        : `<div class="lp-${own.tone}" style="${serif(input.theme, own)}">${html}</div>`;
    },
  };
  return emit;
}

/**
 * Returns the space below a block, in px. A heading has its own space above, and a label stands close to its list. `after`: the blocks
 * below, as far as known.
 */
function gapBelow(block: Block, after: readonly Block[], gap: number, { input }: Emit): number {
  const { next, isLast } = nextOf(after);
  const gaps = next.map(({ kind }) => {
    if (kind === "heading") return 0;
    return kind === "list" && isLabel(block, input) ? LABEL_GAP : gap;
  });
  return Math.max(...gaps, isLast ? gap : 0);
}

/**
 * Returns the blocks that may come first: of a part for some readers, one block for them and another for the rest. `isLast`: there may be
 * none at all.
 */
function nextOf(after: readonly Block[]): { readonly next: readonly Block[]; readonly isLast: boolean } {
  const next: Block[] = [];
  for (const block of after) {
    if (block.kind !== "only") return { next: [...next, block], isLast: false };
    const branches = [nextOf(block.blocks), nextOf(block.otherwise)];
    next.push(...branches.flatMap((branch) => branch.next));
    if (branches.every(({ isLast }) => !isLast)) return { next, isLast: false };
  }
  return { next, isLast: true };
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
  buttons: buttonsHtml,
  gallery: galleryHtml,
  card: cardHtml,
  contents: contentsHtml,
  share: shareHtml,
  rate: rateHtml,
  only: onlyHtml,
  own: ownHtml,
  endnotes: endnotesHtml,
};

function emitBlock(block: Block, emit: Emit, stand: Stand): string {
  // TypeScript cannot see that a block and the emitter of its kind belong together.
  const html = EMITTERS[block.kind] as (block: Block, emit: Emit, stand: Stand) => string;
  return withPlace(html(block, emit, stand), block.place);
}
