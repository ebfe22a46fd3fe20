import type { Theme } from "#src/model/template.ts";

/** Inline declarations for the type of masthead and footer. */
export function smallPrint({ sans, light }: Theme): string {
  return `font:14px/21px ${sans};color:${light.muted}`;
}
