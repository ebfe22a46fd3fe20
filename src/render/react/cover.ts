import { createElement, type ReactElement, useContext } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { coverHtml } from "#src/render/cover-html.ts";
import { ColumnWidth } from "./column-width.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * The cover image with caption and credit, 24 px below what stands above it: `<Cover {...input} />`. As wide as its file or
 * as the text: `width` px at most, or what `<Letter>` leaves (592 without one). Nothing where the issue has no `image:`.
 * Throws InputMissing.
 */
export function Cover(props: TemplateInput & { readonly width?: number }): ReactElement | null {
  const { width: own, ...input } = props;
  expectInput("Cover", input, ["issue", "theme", "images"]);
  const column = useContext(ColumnWidth);
  const html = coverHtml(input, own ?? column);
  return html === null ? null : createElement(Raw, { html });
}
