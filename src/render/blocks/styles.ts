import type { Theme } from "#src/model/template.ts";

/** Width of the text in CSS pixels, in the 640 px column of a template that names no other width. */
export const TEXT_WIDTH = 592;

/** Space between two blocks of the text, in CSS pixels. */
export const GAP = 20;

/** Every Apple device has the first of these fonts, Windows the second. */
export const MONO = "Menlo,Consolas,monospace";

/** How running text looks: size in px, line height as a factor. */
export interface TextLook {
  readonly size: number;
  readonly line: number;
  readonly tone: "ink" | "muted";
}
export const BODY: TextLook = { size: 17, line: 1.6, tone: "ink" };
export const SMALL: TextLook = { size: 15, line: 1.55, tone: "ink" };

/** Inline declarations for running text in the serif. */
export function serif(theme: Theme, look: TextLook): string {
  return `font:${look.size}px/${look.line} ${theme.serif};color:${theme.light[look.tone]}`;
}

/** Inline declarations for headings and labels. `color` is null for the colour of the text around. */
export function sans(
  theme: Theme,
  size: number,
  line: number,
  weight: 400 | 600 | 700,
  color: string | null,
): string {
  const font = `font:${weight === 400 ? "" : `${weight} `}${size}px/${line} ${theme.sans}`;
  return color === null ? font : `${font};color:${color}`;
}

/** A start tag of a layout table. */
export const TABLE = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">`;

/** A start tag of a layout table whose cells set all four sides of their padding. */
export const PADDED = `<table role="presentation" width="100%" cellspacing="0">`;

/**
 * Returns a layout table of one cell, whose `style` has its padding, with `gap` px below it and `above` px above. Outlook for Windows
 * honours padding and borders on a cell alone, and ignores a margin around a table, so the space around is a row of its own.
 */
export function cell(
  content: string,
  style: string,
  className: string | null,
  gap: number,
  above = 0,
): string {
  const name = className === null ? "" : ` class="${className}"`;
  return `${PADDED}<tbody>${space(above)}<tr><td${name} style="${style}">${content}</td></tr>${space(gap)}</tbody></table>`;
}

/** Returns an empty row of `height` px. Outlook gives an empty cell the height of a line of text, so the cell sets that height. */
function space(height: number): string {
  if (height === 0) return "";
  return `<tr><td height="${height}" style="padding:0;font-size:1px;line-height:${height}px">\u00A0</td></tr>`;
}

/** Returns the side where text starts, and the side where it ends. */
export function sides(dir: "ltr" | "rtl"): { start: "left" | "right"; end: "left" | "right" } {
  return dir === "rtl" ? { start: "right", end: "left" } : { start: "left", end: "right" };
}

/** Declares a margin above and below, in px. */
export function margin(top: number, bottom: number): string {
  return `margin:${around("ltr", { top, end: 0, bottom, start: 0 })}`;
}

/** Returns the value of a margin or a padding from its four sides in px; `start` is the side where text starts. */
export function around(
  dir: "ltr" | "rtl",
  { top, end, bottom, start }: Readonly<Record<"top" | "end" | "bottom" | "start", number>>,
): string {
  const [right, left] = dir === "rtl" ? [start, end] : [end, start];
  const sizes = [top, right, bottom, left];
  if (left === right) sizes.pop();
  if (left === right && top === bottom) sizes.pop();
  if (sizes.length === 2 && top === right) sizes.pop();
  return sizes.map((px) => (px === 0 ? "0" : `${px}px`)).join(" ");
}
