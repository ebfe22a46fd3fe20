import type { Block } from "#src/model/block.ts";
import { type MarkKind, marked, markOf } from "#src/model/parts/marks.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { blockHtml, boxHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { captionOf } from "#src/render/frame-words.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import type { MjmlNode } from "./mjml-node.ts";

/**
 * A body as sections, for `<issue-body/>` directly in `mj-body`: buttons, images, rules and columns become MJML's own
 * blocks with an `mj-class` the template styles; everything that flows is one `mj-text`, the same bytes as in React.
 */
export function mjmlSections(blocks: readonly Block[], input: TemplateInput): MjmlNode[] {
  const sections: MjmlNode[] = [];
  let run: Block[] = [];
  const close = () => {
    const column = { tagName: "mj-column", attributes: {}, children: mjmlFlow(run, input) };
    if (run.length > 0) sections.push(section("issue-section", [column]));
    run = [];
  };
  for (const block of blocks) {
    if (block.kind === "columns") {
      close();
      sections.push(columnsSection(block, input));
    } else if (block.kind === "only" && holdsColumns(block)) {
      close();
      const { asked, blocks: only, otherwise } = block;
      sections.push(...between([{ asked, answer: true }], mjmlSections(only, input)));
      if (otherwise.length > 0)
        sections.push(...between([{ asked, answer: false }], mjmlSections(otherwise, input)));
    } else {
      run.push(block);
    }
  }
  close();
  return sections;
}

/** A body as content of one `mj-column`. */
export function mjmlFlow(blocks: readonly Block[], input: TemplateInput): MjmlNode[] {
  const nodes: MjmlNode[] = [];
  let run: Piece[] = [];
  const close = () => {
    if (run.length > 0) nodes.push(...textNodes(run));
    run = [];
  };
  const add = (some: readonly Block[], way: Way) => {
    for (const block of some) {
      if (block.kind === "only") {
        add(block.blocks, [...way, { asked: block.asked, answer: true }]);
        add(block.otherwise, [...way, { asked: block.asked, answer: false }]);
        continue;
      }
      const native = nativeNodes(block, input);
      if (native === null) run.push({ html: blockHtml(block, input), way });
      else {
        close();
        nodes.push(...between(way, native));
      }
    }
  };
  add(blocks, []);
  close();
  return nodes;
}

/** The answers of those readers who get something, from the outside in. */
type Way = readonly { readonly asked: number; readonly answer: boolean }[];

interface Piece {
  readonly html: string;
  readonly way: Way;
}

/**
 * One `mj-text` of what flows. What only some readers get is marked in it, so that it has no other space around it than the text that
 * all get; where nothing in it is for all, the node itself is marked, or the others would get an empty one.
 */
function textNodes(run: readonly Piece[]): MjmlNode[] {
  const [first = { html: "", way: [] }, ...rest] = run;
  const shared = first.way.filter((_, depth) =>
    rest.every(({ way }) =>
      first.way
        .slice(0, depth + 1)
        .every((one, at) => way[at]?.asked === one.asked && way[at].answer === one.answer),
    ),
  ).length;
  const html = run.map((piece) =>
    piece.way
      .slice(shared)
      .reduceRight((inner, { asked, answer }) => marked(asked, ...sided(answer, inner, "")), piece.html),
  );
  return between(first.way.slice(0, shared), [text("issue-text", html.join(""))]);
}

/** Nodes with the marks of those who get them as nodes around them. */
function between(way: Way, nodes: MjmlNode[]): MjmlNode[] {
  return way.reduceRight((inner, { asked, answer }) => {
    const mark = (kind: MarkKind): MjmlNode => ({ tagName: "mj-raw", content: markOf(kind, asked) });
    return [mark("only"), ...(answer ? [] : [mark("else")]), ...inner, mark("end")];
  }, nodes);
}

function sided(answer: boolean, yes: string, no: string): [string, string] {
  return answer ? [yes, no] : [no, yes];
}

function nativeNodes(block: Block, input: TemplateInput): MjmlNode[] | null {
  if (block.kind === "button") return [button(block, input)];
  if (block.kind === "image") return image(block, input);
  if (block.kind === "rule") {
    return [{ tagName: "mj-divider", attributes: { "mj-class": "issue-rule", "css-class": "lp-mj-rule" } }];
  }
  return null;
}

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
      ? { "mj-class": "issue-button issue-button-secondary", "css-class": "lp-mj-outline" }
      : { "mj-class": "issue-button", "css-class": "lp-mj-button" };
  return {
    tagName: "mj-button",
    attributes: { ...look, href },
    content: inlineHtml(block.children, input),
  };
}

/** Null if the image has no known width, because MJML would stretch it: the common emitter prints it then. */
function image(block: BlockOf<"image">, input: TemplateInput): MjmlNode[] | null {
  const shown = shownImage(block.image.src, input.images);
  if (shown === null || shown.width === null) return null;
  const href = block.url === null ? {} : { href: escapeHtml(block.url) };
  const picture: MjmlNode = {
    tagName: "mj-image",
    attributes: {
      "mj-class": "issue-image",
      src: escapeHtml(shown.url),
      alt: escapeHtml(block.image.alt),
      width: `${shown.width}px`,
      ...href,
    },
  };
  const caption = captionOf(block.image, input.issue.lang);
  if (caption === null) return [picture];
  return [picture, text("issue-caption", escapeHtml(caption), { "css-class": "lp-mj-muted" })];
}

function columnsSection(block: BlockOf<"columns">, input: TemplateInput): MjmlNode {
  const columns = block.columns.map((blocks): MjmlNode => ({
    tagName: "mj-column",
    attributes: { "mj-class": "issue-column", "vertical-align": "top" },
    children: [text("issue-text", boxHtml(blocks, input))],
  }));
  return section("issue-columns", columns);
}

function section(name: string, children: MjmlNode[]): MjmlNode {
  return { tagName: "mj-section", attributes: { "mj-class": name, "css-class": "lp-section" }, children };
}

function text(name: string, content: string, more: MjmlNode["attributes"] = {}): MjmlNode {
  return { tagName: "mj-text", attributes: { "mj-class": name, ...more }, content };
}
