import type { Block } from "#src/model/block.ts";
import { type MarkKind, markOf } from "#src/model/parts/marks.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { boxHtml, flowHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { coverHtml } from "#src/render/cover-html.ts";
import { placeClass } from "#src/render/places/mark-places.ts";
import { captionOf } from "#src/render/frame-words.ts";
import type { MjmlNode } from "./mjml-node.ts";
import type { Said } from "./said.ts";

/** What a body is drawn with: `width` in px is the room for text. */
export interface BodyOf {
  readonly input: TemplateInput;
  readonly said: Said;
  readonly width: number;
}

/**
 * Renders a body as sections, for `<issue-body/>` directly in `mj-body`. Columns become MJML's own, and so do the buttons, pictures and
 * rules for which the template has a look; everything else is one `mj-text`, the same bytes as in React.
 */
export function mjmlSections(blocks: readonly Block[], body: BodyOf): MjmlNode[] {
  const sections: MjmlNode[] = [];
  let run: Block[] = [];
  const close = () => {
    const column = { tagName: "mj-column", attributes: {}, children: mjmlFlow(run, body) };
    if (run.length > 0) sections.push(section("issue-section", [column]));
    run = [];
  };
  for (const block of blocks) {
    if (block.kind === "columns") {
      close();
      sections.push(columnsSection(block, body));
    } else if (block.kind === "only" && holdsColumns(block)) {
      close();
      const { asked, blocks: only, otherwise } = block;
      sections.push(...between([{ asked, answer: true }], mjmlSections(only, body)));
      if (otherwise.length > 0)
        sections.push(...between([{ asked, answer: false }], mjmlSections(otherwise, body)));
    } else {
      run.push(block);
    }
  }
  close();
  return sections;
}

/** Renders a body as the content of one `mj-column`. */
export function mjmlFlow(blocks: readonly Block[], body: BodyOf): MjmlNode[] {
  const nodes: MjmlNode[] = [];
  let run: readonly Block[] = [];
  const close = (next?: Block) => {
    if (run.length > 0) nodes.push(...textNodes(run, body, next));
    run = [];
  };
  const add = (some: readonly Block[], way: Way) => {
    for (const block of some) {
      if (block.kind === "only") {
        add(block.blocks, [...way, { asked: block.asked, answer: true }]);
        add(block.otherwise, [...way, { asked: block.asked, answer: false }]);
        continue;
      }
      const native = nativeNodes(block, body);
      if (native === null) run = joined(run, partOf(way, block));
      else {
        close(block);
        nodes.push(...between(way, native));
      }
    }
  };
  add(blocks, []);
  close();
  return nodes;
}

/** The answers, from the outside in, of the readers who get something. */
type Way = readonly { readonly asked: number; readonly answer: boolean }[];

/** Wraps a block for those readers alone who get it. */
function partOf(way: Way, block: Block): Block {
  return way.reduceRight<Block>(
    (inner, { asked, answer }) => ({
      kind: "only",
      asked,
      blocks: answer ? [inner] : [],
      otherwise: answer ? [] : [inner],
      place: block.place,
    }),
    block,
  );
}

/**
 * Adds a block to a run. Two parts for the same readers become one, so that the blocks in it have the same space between them as in React.
 */
function joined(run: readonly Block[], block: Block): readonly Block[] {
  const last = run.at(-1);
  if (block.kind !== "only" || last?.kind !== "only" || last.asked !== block.asked) return [...run, block];
  const blocks = block.blocks.reduce(joined, last.blocks);
  return [
    ...run.slice(0, -1),
    { ...last, blocks, otherwise: block.otherwise.reduce(joined, last.otherwise) },
  ];
}

/**
 * Renders a run as one `mj-text`. What only some readers get is marked inside it, so that it has the same space around it as the text that
 * all get. If nothing in the run is for all, the node itself is marked, or the others would get an empty one.
 */
function textNodes(run: readonly Block[], body: BodyOf, next: Block | undefined): MjmlNode[] {
  const [first, ...rest] = run;
  if (rest.length === 0 && first?.kind === "only") {
    const { asked, blocks, otherwise } = first;
    if (otherwise.length === 0) return between([{ asked, answer: true }], textNodes(blocks, body, next));
    if (blocks.length === 0) return between([{ asked, answer: false }], textNodes(otherwise, body, next));
  }
  return [text("issue-text", flowHtml(run, body.input, { width: body.width, next }))];
}

/** Puts the marks of the readers who get `nodes` around them, as nodes. */
function between(way: Way, nodes: MjmlNode[]): MjmlNode[] {
  return way.reduceRight((inner, { asked, answer }) => {
    const mark = (kind: MarkKind): MjmlNode => ({ tagName: "mj-raw", content: markOf(kind, asked) });
    return [mark("only"), ...(answer ? [] : [mark("else")]), ...inner, mark("end")];
  }, nodes);
}

/** Renders the cover image, as MJML's own tag if the template has a look for pictures. */
export function coverNodes(body: BodyOf, padding: string): MjmlNode[] {
  const { image } = body.input.issue;
  if (image === null) return [];
  const native = nativeNodes({ kind: "image", image, url: null, place: image.place }, body);
  if (native !== null) return native;
  const html = coverHtml(body.input, body.width);
  return html === null ? [] : [text("issue-text", html, { padding })];
}

/** Renders a block as MJML's own tags if the template says how they look, else null: such a block is drawn as in React. */
function nativeNodes(block: Block, body: BodyOf): MjmlNode[] | null {
  const { input, said } = body;
  if (block.kind === "button" && said.has(...BUTTON_LOOKS)) return [button(block, input)];
  if (block.kind === "image" && said.has("mj-image", "issue-image", "issue-caption"))
    return image(block, body);
  if (block.kind === "rule" && said.has("mj-divider", "issue-rule")) {
    return [
      {
        tagName: "mj-divider",
        attributes: { "mj-class": "issue-rule", "css-class": `lp-mj-rule${placeClass(block.place)}` },
      },
    ];
  }
  return null;
}

const BUTTON_LOOKS = ["mj-button", "issue-button", "issue-button-secondary"] as const;

/** Whether a part for some readers, or one inside it, has columns that are not inside another block. */
function holdsColumns({ blocks, otherwise }: BlockOf<"only">): boolean {
  return [...blocks, ...otherwise].some((block) =>
    block.kind === "only" ? holdsColumns(block) : block.kind === "columns",
  );
}

function button(block: BlockOf<"button">, input: TemplateInput): MjmlNode {
  const href = escapeHtml(block.url);
  const look =
    block.secondary === true
      ? {
          "mj-class": "issue-button issue-button-secondary",
          "css-class": `lp-mj-outline${placeClass(block.place)}`,
        }
      : { "mj-class": "issue-button", "css-class": `lp-mj-button${placeClass(block.place)}` };
  return {
    tagName: "mj-button",
    attributes: { ...look, href },
    content: inlineHtml(block.children, input),
  };
}

/** Null if the image has no known width, because MJML would stretch it: the common emitter prints it then. */
function image(block: BlockOf<"image">, { input, width }: BodyOf): MjmlNode[] | null {
  const shown = shownImage(block.image.src, input.images, width, block.width);
  if (shown === null || shown.width === null) return null;
  const href = block.url === null ? {} : { href: escapeHtml(block.url) };
  const align = block.align === undefined ? {} : { align: block.align };
  const picture: MjmlNode = {
    tagName: "mj-image",
    attributes: {
      "mj-class": "issue-image",
      src: escapeHtml(shown.url),
      alt: escapeHtml(block.image.alt),
      width: `${shown.width}px`,
      ...align,
      ...href,
      ...(block.place.marked && { "css-class": placeClass(block.place).trim() }),
    },
  };
  const caption = captionOf(block.image, input);
  if (caption === null) return [picture];
  return [picture, text("issue-caption", escapeHtml(caption), { "css-class": "lp-mj-muted", ...align })];
}

function columnsSection(block: BlockOf<"columns">, { input, width }: BodyOf): MjmlNode {
  const share = Math.floor(width / block.columns.length);
  const columns = block.columns.map((blocks): MjmlNode => ({
    tagName: "mj-column",
    attributes: { "mj-class": "issue-column", "vertical-align": "top" },
    children: [text("issue-text", boxHtml(blocks, input, share))],
  }));
  return section("issue-columns", columns);
}

function section(name: string, children: MjmlNode[]): MjmlNode {
  return { tagName: "mj-section", attributes: { "mj-class": name, "css-class": "lp-section" }, children };
}

function text(name: string, content: string, more: MjmlNode["attributes"] = {}): MjmlNode {
  return { tagName: "mj-text", attributes: { "mj-class": name, ...more }, content };
}
