import type { Theme } from "#src/model/template.ts";

/** Width of the text in the 640 px column, in CSS pixels. */
export const TEXT_WIDTH = 592;

const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";
/** Long words and addresses would otherwise widen a table cell, and with it the email, beyond a phone. */
const BREAK = "overflow-wrap:anywhere;word-break:break-word";

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
  return `font-family:${theme.serif};font-size:${look.size}px;line-height:${look.line};color:${theme.light[look.tone]}`;
}

/** Inline declarations for headings and labels. */
export function sans(
  theme: Theme,
  size: number,
  line: number,
  weight: 400 | 600 | 700,
  color: string,
): string {
  return `font-family:${theme.sans};font-size:${size}px;line-height:${line};font-weight:${weight};color:${color}`;
}

/** Inline declarations for code. */
export function mono(theme: Theme, size: number): string {
  return `font-family:${MONO};font-size:${size}px;color:${theme.light.ink};${BREAK}`;
}

/** A layout table of one cell. Padding and borders on a cell are all that Outlook for Windows honours. */
export function cell(content: string, style: string, className: string | null, gap: number): string {
  const name = className === null ? "" : ` class="${className}"`;
  const inner = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td${name} style="${style}">${content}</td></tr></tbody></table>`;
  return gap === 0
    ? inner
    : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td style="padding:0 0 ${gap}px">${inner}</td></tr></tbody></table>`;
}

/** The side text starts at, and the other one. */
export function sides(dir: "ltr" | "rtl"): { start: "left" | "right"; end: "left" | "right" } {
  return dir === "rtl" ? { start: "right", end: "left" } : { start: "left", end: "right" };
}
