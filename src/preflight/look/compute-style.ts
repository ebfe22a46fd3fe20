import { BLACK, type Color, colorOf, over, WHITE } from "./color.ts";
import type { Scheme } from "./media.ts";
import type { Declared, Style } from "./style.ts";
import { attributeOf, type HtmlElement } from "./tree.ts";

/** The style before any rule: words on the mail program's own paper. */
export function rootStyle(scheme: Scheme, followsDark: boolean): Style {
  const dark = scheme === "dark" && followsDark;
  return {
    color: dark ? WHITE : BLACK,
    ground: dark ? { red: 30, green: 30, blue: 30, alpha: 1 } : WHITE,
    hidden: false,
    size: 16,
    bold: false,
    line: null,
    isLineFactor: false,
    align: "start",
    underlined: false,
  };
}

/** Sizes that browsers give headings and small text, as a part of the size around them. */
const SIZES: Readonly<Record<string, number>> = {
  h1: 2,
  h2: 1.5,
  h3: 1.17,
  h4: 1,
  h5: 0.83,
  h6: 0.67,
  small: 0.83,
  sub: 0.83,
  sup: 0.83,
  big: 1.2,
};
const BOLD = new Set(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"]);
const UNSEEN = new Set("head style script title meta link template".split(" "));
/** The colours of a link for which no colour is declared. */
const LINK = { light: "#0000ee", dark: "#9e9eff" } as const;

export function computeStyle(element: HtmlElement, declared: Declared, around: Style, scheme: Scheme): Style {
  const { tagName } = element;
  const size = sizeOf(element, declared, around);
  const isLink = tagName === "a" && attributeOf(element, "href") !== null;
  const weight = declared.get("font-weight") ?? /\b(?:bold|[6-9]00)\b/.exec(declared.get("font") ?? "")?.[0];
  const decoration = declared.get("text-decoration") ?? declared.get("text-decoration-line");
  return {
    color: textColor(element, declared, around, isLink ? LINK[scheme] : null),
    ground: groundOf(element, declared, around),
    hidden: around.hidden || UNSEEN.has(tagName) || isHidden(element, declared),
    size,
    bold: weight === undefined ? around.bold || BOLD.has(tagName) : isBold(weight, around.bold),
    ...lineOf(declared, size, around),
    align: (declared.get("text-align") ?? attributeOf(element, "align") ?? around.align).toLowerCase(),
    underlined:
      decoration === undefined || decoration === "inherit"
        ? around.underlined || isLink || tagName === "u"
        : decoration.includes("underline") || (around.underlined && !isLink),
  };
}

function textColor(
  element: HtmlElement,
  declared: Declared,
  around: Style,
  usual: string | null,
): Color | null {
  const said = declared.get("-webkit-text-fill-color") ?? declared.get("color");
  if (said === "inherit" || said === "currentcolor") return around.color;
  const text = said ?? (element.tagName === "font" ? attributeOf(element, "color") : null) ?? usual;
  return text === null ? around.color : colorOf(text);
}

/** A picture behind words is not judged: the colour under it must do, because many readers do not load the picture. */
function groundOf(element: HtmlElement, declared: Declared, { ground }: Style): Color | null {
  const shorthand = declared.get("background");
  const said = declared.get("background-color") ?? (shorthand === undefined ? null : colorIn(shorthand));
  const text = said ?? attributeOf(element, "bgcolor");
  if (text === null || /^(?:inherit|initial|unset|none)$/.test(text)) return ground;
  const color = colorOf(text);
  return color === null || ground === null ? (color?.alpha === 1 ? color : null) : over(color, ground);
}

/** The colour in `background`, which may name a picture, its place and its size as well. */
function colorIn(shorthand: string): string | null {
  const rest = shorthand
    .replace(/url\((?:"[^"]*"|'[^']*'|[^)]*)\)/g, " ")
    .replace(/[\w-]*gradient\(.*\)/g, " ");
  const parts = rest.match(/#[0-9a-f]+|(?:rgb|hsl)a?\([^)]*\)|[a-z-]+/gi) ?? [];
  return parts.find((part) => colorOf(part) !== null) ?? null;
}

function isHidden(element: HtmlElement, declared: Declared): boolean {
  const get = (property: string) => declared.get(property) ?? "";
  return (
    get("display") === "none" ||
    get("visibility") === "hidden" ||
    Number.parseFloat(get("opacity") || "1") < 0.1 ||
    attributeOf(element, "hidden") !== null ||
    (/^0(?:px|em)?$/.test(get("max-height") || get("height")) && get("overflow") === "hidden")
  );
}

function isBold(weight: string, around: boolean): boolean {
  if (weight === "inherit") return around;
  return weight.startsWith("bold") || Number(weight) >= 600;
}

const NAMED_SIZES: Readonly<Record<string, number>> = {
  "xx-small": 9,
  "x-small": 10,
  small: 13,
  medium: 16,
  large: 18,
  "x-large": 24,
  "xx-large": 32,
};

function sizeOf({ tagName }: HtmlElement, declared: Declared, { size }: Style): number {
  const said = declared.get("font-size") ?? FONT.exec(declared.get("font") ?? "")?.[1];
  const usual = size * (SIZES[tagName] ?? 1);
  return said === undefined ? usual : (NAMED_SIZES[said] ?? lengthOf(said, size) ?? usual);
}

/** Size and line height in `font`: `700 34px/1.18 Georgia`. */
const FONT = /(?:^|\s)(\d*\.?\d+(?:px|r?em|pt|%))(?:\s*\/\s*([\w.%]+))?\s/;

function lineOf(declared: Declared, size: number, around: Style): Pick<Style, "line" | "isLineFactor"> {
  const said = declared.get("line-height") ?? FONT.exec(declared.get("font") ?? "")?.[2];
  if (said === undefined && declared.has("font")) return { line: null, isLineFactor: false };
  if (said === undefined || said === "inherit") {
    const { line, isLineFactor } = around;
    return { line: line !== null && isLineFactor ? (line / around.size) * size : line, isLineFactor };
  }
  if (/^\d*\.?\d+$/.test(said)) return { line: Number(said) * size, isLineFactor: true };
  return { line: lengthOf(said, size), isLineFactor: false };
}

/** A length in CSS pixels; null if it depends on more than the size of the type. */
export function lengthOf(text: string, size: number): number | null {
  const [, number, unit] = /^(-?\d*\.?\d+)(px|em|rem|pt|%|)$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const factor = { px: 1, "": 1, em: size, rem: 16, pt: 4 / 3, "%": size / 100 }[unit ?? ""];
  return factor === undefined ? null : Number(number) * factor;
}
