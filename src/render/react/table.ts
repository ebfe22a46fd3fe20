import { createElement, type CSSProperties, type ReactElement, type ReactNode } from "react";

/**
 * Attributes of a layout table. Markup and order are those of react-email's components, which this room does not import:
 * they take most of a second to load, and a newsletter's config and its MJML templates need none of them.
 */
export const TABLE = {
  align: "center",
  width: "100%",
  border: 0,
  cellPadding: "0",
  cellSpacing: "0",
  role: "presentation",
} as const;

/** A table of one cell, as react-email's `<Section>`: the padding is the cell's, all that Outlook for Windows honours. */
export function section(
  { padding, ...table }: { className?: string; style?: CSSProperties; padding?: string },
  ...children: ReactNode[]
): ReactElement {
  const cell = createElement("td", padding === undefined ? null : { style: { padding } }, ...children);
  return createElement("table", { ...TABLE, ...table }, body(null, cell));
}

/** Cells beside each other, as react-email's `<Row>`. */
export function row(...cells: ReactNode[]): ReactElement {
  return createElement("table", TABLE, body({ style: { width: "100%" } }, ...cells));
}

function body(props: { style: CSSProperties } | null, ...cells: ReactNode[]): ReactElement {
  return createElement("tbody", props, createElement("tr", props, ...cells));
}

/** A cell of a row, as react-email's `<Column>`. */
export function column(
  { style, ...props }: { className?: string; valign?: string; style: CSSProperties },
  ...children: ReactNode[]
): ReactElement {
  return createElement("td", { ...props, "data-id": "__react-email-column", style }, ...children);
}

/** A paragraph, as react-email's `<Text>`, which writes margins twice: as one value and side by side. */
export function text(className: string, style: CSSProperties, ...children: ReactNode[]): ReactElement {
  const { fontSize, lineHeight, ...rest } = style;
  const all = { fontSize, lineHeight, ...rest, ...sidesOf(style.margin) };
  return createElement("p", { className, style: all }, ...children);
}

function sidesOf(margin: CSSProperties["margin"]): CSSProperties {
  if (typeof margin === "number")
    return { marginTop: margin, marginBottom: margin, marginLeft: margin, marginRight: margin };
  const [top = "", right = top, bottom = top, left = right] = (margin ?? "").split(" ");
  return { marginTop: top, marginRight: right, marginBottom: bottom, marginLeft: left };
}
