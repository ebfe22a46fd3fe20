import type { Inline } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { contrast } from "./color.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { imageTag } from "./image-html.ts";
import { literal } from "./literal.ts";

/**
 * Renders inline content as HTML: text and attributes are escaped, merge-tag tokens are left for `finish`. What all links and all code
 * spans have in common stands once in the head's style sheet: a letter of links would otherwise be a third larger.
 */
export function inlineHtml(inlines: readonly Inline[], input: TemplateInput): string {
  return inlines.map((inline) => inlineNode(inline, input)).join("");
}

/** The colour that a mail program gives to a link without styles. */
const BLUE = "#0000ee";

/**
 * Returns the attributes of a link in running text, or of a link in the colour of the text around it (`lp-quiet`). Its class tells it from
 * the links that a mail program makes by itself. Without the style sheet it is blue and underlined; if that blue would be illegible on the
 * theme's tint, the link sets its colour itself.
 */
export function linkLook({ theme }: TemplateInput, name: "lp-a" | "lp-quiet" = "lp-a"): string {
  const { accent, muted, tint } = theme.light;
  const isReadable = contrast(BLUE, tint) >= 4.5;
  return isReadable
    ? ` class="${name}"`
    : ` class="${name}" style="color:${name === "lp-a" ? accent : muted}"`;
}

function inlineNode(inline: Inline, input: TemplateInput): string {
  switch (inline.kind) {
    case "text":
      return escapeHtml(inline.text);
    case "strong":
      return `<strong>${inlineHtml(inline.children, input)}</strong>`;
    case "emphasis":
      return `<em>${inlineHtml(inline.children, input)}</em>`;
    case "delete":
      return `<del>${inlineHtml(inline.children, input)}</del>`;
    case "code":
      return `<code>${escapeHtml(literal(inline.text, input))}</code>`;
    case "link":
      return `<a${linkLook(input)} href="${escapeHtml(inline.url)}"${attribute("title", inline.title)}>${inlineHtml(inline.children, input)}</a>`;
    case "image":
      return imageTag(inline.image, input, null, inline.width === undefined ? {} : { own: inline.width });
    case "break":
      return "<br>";
    case "footnote":
      return `<sup><a${linkLook(input)} href="#note-${inline.number}">${inline.number}</a></sup>`;
    case "html":
      return `<${inline.tag}>${inlineHtml(inline.children, input)}</${inline.tag}>`;
  }
}
