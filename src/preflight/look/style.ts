import type { Color } from "./color.ts";

/** How an element looks: what its own rules, its attributes and the elements around it come to. Lengths in CSS pixels. */
export interface Style {
  readonly color: Color | null;
  /** The colour behind it, opaque; null if it is unknown. */
  readonly ground: Color | null;
  /** True if it, or an element around it, is not shown. */
  readonly hidden: boolean;
  readonly size: number;
  readonly bold: boolean;
  /** The line height; null for the mail program's own. */
  readonly line: number | null;
  /** True if elements inside multiply `line` by their own size, as they do with a line height without a unit. A length stays as it is. */
  readonly isLineFactor: boolean;
  readonly align: string;
  readonly underlined: boolean;
}

/** The declarations that hold for an element, by property. */
export type Declared = ReadonlyMap<string, string>;
