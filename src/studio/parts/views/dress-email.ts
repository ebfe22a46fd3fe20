import { FORCED, type Forced } from "#src/preflight/contrast/force-dark.ts";
import { type Color, colorOf, WHITE } from "#src/preflight/look/color.ts";

/** How an email is coloured: as it is, by its own dark styles, or as a mail program forces it. */
export const COLOURS: readonly { readonly key: string; readonly label: string; readonly forced?: Forced }[] =
  [
    { key: "light", label: "Light" },
    { key: "dark", label: "The email’s own dark" },
    ...FORCED.map((forced) => ({
      key: forced.client.toLowerCase().replace(/\W+/g, "-"),
      label: `≈ ${forced.client}`,
      forced,
    })),
  ];

interface Dress {
  /** The key of one of `COLOURS`. */
  readonly colours: string;
  /** 1 for text as it is, 2 for twice as large. */
  readonly text: number;
}

/** Colours and enlarges a loaded email in the page: none of this is in the email that is mailed. */
export function dressEmail(page: Document, { colours, text }: Dress): void {
  const style = page.createElement("style");
  style.textContent =
    "[data-line]{cursor:pointer}[data-line]:hover{outline:1px dashed #3e8da6;outline-offset:3px}";
  page.head.append(style);
  const forced = COLOURS.find(({ key }) => key === colours)?.forced;
  if (forced !== undefined) forceDark(page, forced);
  if (text !== 1) enlarge(page, text);
}

const BORDERS = ["top", "right", "bottom", "left"] as const;

/** Reads all styles before it writes any: a child inherits what its parent had, and not what the parent was given here. */
function forceDark(page: Document, { ground, text }: Forced): void {
  const changes = elementsOf(page).flatMap(({ element, style }): [HTMLElement, string, string][] => {
    const borders = BORDERS.filter((side) => style.getPropertyValue(`border-${side}-width`) !== "0px");
    const turned = (name: string, turn: (color: Color) => Color): [HTMLElement, string, string][] => {
      const color = colorOf(style.getPropertyValue(name));
      return color === null || color.alpha === 0 ? [] : [[element, name, cssOf(turn(color), color.alpha)]];
    };
    return [
      ...turned("color", text),
      ...turned("background-color", ground),
      ...borders.flatMap((side) => turned(`border-${side}-color`, ground)),
    ];
  });
  page.documentElement.style.setProperty("background-color", cssOf(ground(WHITE), 1));
  for (const [element, name, value] of changes) element.style.setProperty(name, value, "important");
}

function enlarge(page: Document, factor: number): void {
  const changes = elementsOf(page).map(({ element, style }) => {
    const [size, line] = [style.fontSize, style.lineHeight].map((value) => Number.parseFloat(value) * factor);
    return { element, size: size ?? Number.NaN, line: line ?? Number.NaN };
  });
  for (const { element, size, line } of changes) {
    if (!Number.isNaN(size)) element.style.setProperty("font-size", `${size}px`, "important");
    if (!Number.isNaN(line)) element.style.setProperty("line-height", `${line}px`, "important");
  }
}

function elementsOf(page: Document): { element: HTMLElement; style: CSSStyleDeclaration }[] {
  const view = page.defaultView;
  if (view === null) return [];
  return [page.body, ...page.body.querySelectorAll<HTMLElement>("*")].map((element) => ({
    element,
    style: view.getComputedStyle(element),
  }));
}

function cssOf({ red, green, blue }: Color, alpha: number): string {
  return `rgb(${[red, green, blue].map(Math.round).join(" ")} / ${alpha})`;
}
