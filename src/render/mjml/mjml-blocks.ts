import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { boxHtml, flowHtml } from "#src/render/blocks/block-html.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { coverHtml } from "#src/render/cover-html.ts";
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
 * A body as sections, for `<issue-body/>` directly in `mj-body`: columns become MJML's own, and so do the buttons, pictures and rules
 * for which the template has a look; everything else is one `mj-text`, the same bytes as in React.
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
    } else {
      run.push(block);
    }
  }
  close();
  return sections;
}

/** A body as content of one `mj-column`. */
export function mjmlFlow(blocks: readonly Block[], body: BodyOf): MjmlNode[] {
  const nodes: MjmlNode[] = [];
  let run: Block[] = [];
  const close = (next?: Block) => {
    if (run.length > 0)
      nodes.push(text("issue-text", flowHtml(run, body.input, { width: body.width, next })));
    run = [];
  };
  for (const block of blocks) {
    const native = nativeNodes(block, body);
    if (native === null) run.push(block);
    else {
      close(block);
      nodes.push(...native);
    }
  }
  close();
  return nodes;
}

/** The cover image, as MJML's own where the template has a look for pictures. */
export function coverNodes(body: BodyOf, padding: string): MjmlNode[] {
  const { image } = body.input.issue;
  if (image === null) return [];
  const native = nativeNodes({ kind: "image", image, url: null, place: image.place }, body);
  if (native !== null) return native;
  const html = coverHtml(body.input, body.width);
  return html === null ? [] : [text("issue-text", html, { padding })];
}

/** MJML's own tags, where the template says how they look: what nothing is said about is drawn as in React. */
function nativeNodes(block: Block, body: BodyOf): MjmlNode[] | null {
  const { input, said } = body;
  if (block.kind === "button" && said.has("mj-button", "issue-button")) return [button(block, input)];
  if (block.kind === "image" && said.has("mj-image", "issue-image", "issue-caption"))
    return image(block, body);
  if (block.kind === "rule" && said.has("mj-divider", "issue-rule")) {
    return [{ tagName: "mj-divider", attributes: { "mj-class": "issue-rule", "css-class": "lp-mj-rule" } }];
  }
  return null;
}

function button(block: BlockOf<"button">, input: TemplateInput): MjmlNode {
  const href = escapeHtml(block.url);
  return {
    tagName: "mj-button",
    attributes: { "mj-class": "issue-button", "css-class": "lp-mj-button", href },
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
    },
  };
  const caption = captionOf(block.image, input.issue.lang);
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
