import { PADDED } from "#src/render/blocks/styles.ts";

/** Puts `padding` around a part of the frame, on a cell, where Outlook for Windows honours it. */
export function framed(padding: string, html: string): string {
  return `${PADDED}<tbody><tr><td style="padding:${padding}">${html}</td></tr></tbody></table>`;
}
