import type { Inline } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { imageTag } from "./image-html.ts";
import { literal } from "./literal.ts";
import { mono } from "./styles.ts";

/** Inline content as HTML with inline styles; text and attributes escaped, merge-tag tokens left for `finish`. */
export function inlineHtml(inlines: readonly Inline[], input: TemplateInput): string {
  return inlines.map((inline) => inlineNode(inline, input)).join("");
}

function inlineNode(inline: Inline, input: TemplateInput): string {
  const { theme } = input;
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
      return `<code class="lp-ink lp-tint" style="${mono(theme, 15)};background-color:${theme.light.tint};padding:1px 4px;border-radius:3px">${escapeHtml(literal(inline.text, input))}</code>`;
    case "link":
      return `<a class="lp-accent" href="${escapeHtml(inline.url)}"${attribute("title", inline.title)} style="color:${theme.light.accent};text-decoration:underline">${inlineHtml(inline.children, input)}</a>`;
    case "image":
      return imageTag(inline.image, input, null);
    case "break":
      return "<br>";
    case "footnote":
      return `<sup style="font-size:12px;line-height:1"><a class="lp-accent" href="#note-${inline.number}" style="color:${theme.light.accent};text-decoration:underline;padding:0 2px">${inline.number}</a></sup>`;
    case "html":
      return `<${inline.tag}>${inlineHtml(inline.children, input)}</${inline.tag}>`;
  }
}
