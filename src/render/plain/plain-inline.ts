import type { Inline } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { literal } from "#src/render/blocks/literal.ts";

/** Inline content as words alone, for labels: no addresses, no marks. */
export function inlineWords(inlines: readonly Inline[], input: TemplateInput): string {
  return inlines.map((inline) => node(inline, input, false)).join("");
}

/** Inline content for the text part: `label (url)`, `[1]` for a note, `[Image: alt]`, `~~struck~~`. */
export function plainInline(inlines: readonly Inline[], input: TemplateInput): string {
  return inlines.map((inline) => node(inline, input, true)).join("");
}

function node(inline: Inline, input: TemplateInput, addresses: boolean): string {
  const inner = (children: readonly Inline[]) =>
    children.map((child) => node(child, input, addresses)).join("");
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return literal(inline.text, input);
    case "link": {
      const label = inner(inline.children);
      return addresses ? withAddress(label, inline.url) : label;
    }
    case "image":
      return addresses ? imageWords(inline.image.alt, input) : inline.image.alt;
    case "break":
      return "\n";
    case "footnote":
      return addresses ? `[${inline.number}]` : "";
    case "delete":
      return addresses ? `~~${inner(inline.children)}~~` : inner(inline.children);
    case "strong":
    case "emphasis":
    case "html":
      return inner(inline.children);
  }
}

/**
 * `label (url)`. An address that is its own label goes into brackets too: a full stop glued to a bare address becomes
 * part of it in many clients, and the link dies.
 */
export function withAddress(label: string, url: string): string {
  const address = url.replace(/^mailto:([^?]*).*$/su, "$1");
  if (address === "") return label;
  return label === url || label === address || label === "" ? `(${address})` : `${label} (${address})`;
}

/** `[Image: alt]`, or nothing for an image without alt text. */
export function imageWords(alt: string, { newsletter, issue }: TemplateInput): string {
  return alt === "" ? "" : `[${wordsIn(newsletter, issue.lang).email.image}: ${alt}]`;
}
