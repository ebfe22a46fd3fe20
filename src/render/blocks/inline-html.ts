import type { Inline } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { contrast } from "./color.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { imageTag } from "./image-html.ts";
import { literal } from "./literal.ts";

/**
 * Inline content as HTML; text and attributes escaped, merge-tag tokens left for `finish`. What is the same for every link and every
 * code span stands once in the head's style sheet: a letter of links would otherwise be a third larger.
 */
export function inlineHtml(inlines: readonly Inline[], input: TemplateInput): string {
  return inlines.map((inline) => inlineNode(inline, input)).join("");
}

/** What a mail program makes of a link that nothing is said about. */
const BLUE = "#0000ee";

/**
 * The attributes of a link in running text, or of one that has the colour of the text around it (`lp-quiet`). Its class tells it from what a mail program makes a link of by itself. Without the style
 * sheet it is blue, and underlined; where nobody could read that blue on the theme's paper, the colour is said.
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
