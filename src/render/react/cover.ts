import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { expectInput } from "./expect-input.ts";

/**
 * The issue's cover image with caption and credit, 24 px below what stands above it: `<Cover {...input} />`. As wide as its file or
 * as the text, 592 px at most. Nothing where the issue has no `image:`. Throws InputMissing.
 */
export function Cover(input: TemplateInput): ReactElement | null {
  expectInput("Cover", input, ["issue", "theme", "images"]);
  const { image } = input.issue;
  if (image === null || shownImage(image.src, input.images) === null) return null;
  const html = blockHtml({ kind: "image", image, url: null, place: image.place }, input);
  return createElement("div", { style: { padding: "24px 0 0" }, dangerouslySetInnerHTML: { __html: html } });
}
