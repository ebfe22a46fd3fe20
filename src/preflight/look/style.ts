import type { Color } from "./color.ts";

/** How an element looks: what its own rules, its attributes and the elements around it come to. Lengths in CSS pixels. */
export interface Style {
  readonly color: Color | null;
  /** What is behind it, opaque; null where that cannot be told. */
  readonly ground: Color | null;
  /** It, or what it stands in, is not shown. */
  readonly hidden: boolean;
  readonly size: number;
  readonly bold: boolean;
  /** Null for what the mail program finds right. */
  readonly line: number | null;
  readonly align: string;
  readonly underlined: boolean;
}

/** The declarations that hold for an element, by property. */
export type Declared = ReadonlyMap<string, string>;
