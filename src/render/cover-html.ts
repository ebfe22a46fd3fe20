import type { TemplateInput } from "#src/model/template.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { framed } from "./framed.ts";

/** The cover image with caption and credit, 24 px below what stands above it and at most `width` px wide; null without one. */
export function coverHtml(input: TemplateInput, width: number): string | null {
  const { image } = input.issue;
  if (image === null || shownImage(image.src, input.images) === null) return null;
  const html = blockHtml({ kind: "image", image, url: null, place: image.place }, input, width);
  return framed("24px 0 0", html);
}
