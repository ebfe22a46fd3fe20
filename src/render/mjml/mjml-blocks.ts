import type { Block } from "#src/model/block.ts";
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
  let html = "";
  const close = () => {
    if (html !== "") nodes.push(text("issue-text", html));
    html = "";
  };
  for (const block of blocks) {
    const native = nativeNodes(block, input);
    if (native === null) html += blockHtml(block, input);
    else {
      close();
      nodes.push(...native);
    }
  }
  close();
  return nodes;
}

function nativeNodes(block: Block, input: TemplateInput): MjmlNode[] | null {
  if (block.kind === "button") return [button(block, input)];
  if (block.kind === "image") return image(block, input);
  if (block.kind === "rule") {
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
  const caption = captionOf(block.image, input);
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
