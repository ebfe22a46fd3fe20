import { createElement, type ReactElement, useContext } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { coverHtml } from "#src/render/cover-html.ts";
import { ColumnWidth } from "./column-width.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * Shows the cover image with caption and credit, 24 px below the element above it: `<Cover {...input} />`. The image is as
 * wide as its file, but at most `width` px; without `width`, at most as wide as the column of `<Letter>` (592 px without one).
 * Shows nothing if the issue has no `image:`. Throws InputMissing.
 */
export function Cover(props: TemplateInput & { readonly width?: number }): ReactElement | null {
  const { width: own, ...input } = props;
  expectInput("Cover", input, ["issue", "theme", "images"]);
  const column = useContext(ColumnWidth);
  const html = coverHtml(input, own ?? column);
  return html === null ? null : createElement(Raw, { html });
}
