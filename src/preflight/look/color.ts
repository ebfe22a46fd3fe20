/** Red, green, blue from 0 to 255, alpha from 0 to 1. */
export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

export const WHITE: Color = { red: 255, green: 255, blue: 255, alpha: 1 };
export const BLACK: Color = { red: 0, green: 0, blue: 0, alpha: 1 };

/** Names that templates use. A colour that is not read is not judged. */
const NAMES: Readonly<Record<string, string>> = {
  black: "000000",
  white: "ffffff",
  red: "ff0000",
  green: "008000",
  blue: "0000ff",
  yellow: "ffff00",
  gray: "808080",
  grey: "808080",
  silver: "c0c0c0",
  maroon: "800000",
  navy: "000080",
  olive: "808000",
  purple: "800080",
  teal: "008080",
  aqua: "00ffff",
  cyan: "00ffff",
  lime: "00ff00",
  fuchsia: "ff00ff",
  magenta: "ff00ff",
  orange: "ffa500",
  tomato: "ff6347",
  gold: "ffd700",
  pink: "ffc0cb",
  brown: "a52a2a",
  indigo: "4b0082",
  crimson: "dc143c",
  darkgray: "a9a9a9",
  darkgrey: "a9a9a9",
  dimgray: "696969",
  dimgrey: "696969",
  lightgray: "d3d3d3",
  lightgrey: "d3d3d3",
  whitesmoke: "f5f5f5",
  gainsboro: "dcdcdc",
  steelblue: "4682b4",
  royalblue: "4169e1",
  slategray: "708090",
  slategrey: "708090",
};

/** A colour of CSS or of an attribute such as `bgcolor`; null where it is not one that we read. */
export function colorOf(value: string): Color | null {
  const text = value.trim().toLowerCase();
  if (text === "transparent") return { ...BLACK, alpha: 0 };
  const digits = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1] ?? NAMES[text];
  if (digits !== undefined) return ofHex(digits);
  const [, name = "", inner] = /^(rgba?|hsla?)\(([^()]*)\)$/.exec(text) ?? [];
  if (inner === undefined) return null;
  const numbers = inner.split(/[\s,/]+/).filter((one) => one !== "");
  if (numbers.length < 3 || numbers.some((one) => Number.isNaN(Number.parseFloat(one)))) return null;
  const [first = "", second = "", third = "", last = "1"] = numbers;
  const alpha = shareOf(last, 1);
  if (name.startsWith("hsl"))
    return ofHsl(Number.parseFloat(first), shareOf(second, 100), shareOf(third, 100), alpha);
  const [red, green, blue] = [first, second, third].map((one) => Math.min(255, 255 * shareOf(one, 255)));
  return { red: red ?? 0, green: green ?? 0, blue: blue ?? 0, alpha };
}

function shareOf(text: string, whole: number): number {
  return Number.parseFloat(text) / (text.endsWith("%") ? 100 : whole);
}

function ofHex(digits: string): Color {
  const all = digits.length < 6 ? digits.replace(/./g, "$&$&") : digits;
  const [red = 0, green = 0, blue = 0, alpha = 255] =
    all.match(/../g)?.map((two) => Number.parseInt(two, 16)) ?? [];
  return { red, green, blue, alpha: alpha / 255 };
}

function ofHsl(hue: number, saturation: number, light: number, alpha: number): Color {
  const reach = saturation * Math.min(light, 1 - light);
  const channel = (offset: number) => {
    const at = (((offset + hue / 30) % 12) + 12) % 12;
    return 255 * (light - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  };
  return { red: channel(0), green: channel(8), blue: channel(4), alpha };
}

/** A colour as it is seen on an opaque ground. */
export function over({ red, green, blue, alpha }: Color, ground: Color): Color {
  if (alpha >= 1) return { red, green, blue, alpha: 1 };
  const mix = (above: number, below: number) => above * alpha + below * (1 - alpha);
  return {
    red: mix(red, ground.red),
    green: mix(green, ground.green),
    blue: mix(blue, ground.blue),
    alpha: 1,
  };
}

/** WCAG 2 contrast ratio of two opaque colours, 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [high = 1, low = 1] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance({ red, green, blue }: Color): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function hexOf({ red, green, blue }: Color): string {
  return `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, "0")).join("")}`;
}
