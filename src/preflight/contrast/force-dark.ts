import { type Color, linear } from "#src/preflight/look/color.ts";

/** How a mail program makes an email dark that did not ask for it, as somebody measured it and not as its maker promises it. */
export interface Forced {
  readonly client: string;
  readonly ground: (color: Color) => Color;
  readonly text: (color: Color) => Color;
}

/** CIELAB: lightness 0 to 100, and two axes of colour. */
interface Lab {
  readonly light: number;
  readonly a: number;
  readonly b: number;
}

const lightness =
  (change: (light: number) => number, chroma = 1) =>
  (color: Color): Color => {
    const { light, a, b } = toLab(color);
    const changed = change(light);
    const factor = changed === light ? 1 : chroma;
    return toColor({ light: changed, a: a * factor, b: b * factor });
  };

/** The lightness of #333333, which Microsoft's editor takes for the darkest ground. */
const DARKEST = 21.247;

export const FORCED: readonly Forced[] = [
  // All colours are inverted, even those that are dark already.
  both("Gmail on iPhones", (light) => 100 - light),
  {
    // Light grounds are darkened and dark words are lifted; what is right already stays.
    client: "Gmail on Android",
    ground: lightness((light) => (light < 50 ? light : 50 - (light - 50) * 0.75), 0.8),
    text: lightness((light) => (light >= 50 ? light : 50 + (50 - light) * 0.75), 0.8),
  },
  // As roosterjs does it, the open-source editor of Outlook on the web.
  both("Outlook.com", (light) => ((100 - light) * (100 - DARKEST)) / 100 + DARKEST),
  {
    client: "Outlook for Windows",
    ground: lightness((light) => turned(light) ?? light),
    // Nobody has measured what becomes of words of a middle tone: this is the friendlier of two readings, so that no alarm is false.
    text: lightness((light) => turned(light) ?? Math.max(light, 100 - light)),
  },
];

/** A fit that others made to what Word draws; null between its two ends. */
function turned(light: number): number | null {
  if (light < 38) return 100 - light;
  return light < 70 ? null : 48 - ((light - 70) / 30) * 33;
}

function both(client: string, change: (light: number) => number): Forced {
  const changed = lightness(change);
  return { client, ground: changed, text: changed };
}

/** White of daylight (D65). */
const WHITE = { x: 0.95047, y: 1, z: 1.08883 };

function toLab({ red, green, blue }: Color): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE.x);
  const y = root((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE.y);
  const z = root((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE.z);
  return { light: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

function toColor({ light, a, b }: Lab): Color {
  const y = (light + 16) / 116;
  const [x, z] = [cube(y + a / 500) * WHITE.x, cube(y - b / 200) * WHITE.z];
  const middle = cube(y) * WHITE.y;
  return {
    red: channel(3.2404542 * x - 1.5371385 * middle - 0.4985314 * z),
    green: channel(-0.969266 * x + 1.8760108 * middle + 0.041556 * z),
    blue: channel(0.0556434 * x - 0.2040259 * middle + 1.0572252 * z),
    alpha: 1,
  };
}

function root(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116;
}

function cube(value: number): number {
  return value ** 3 > 216 / 24389 ? value ** 3 : (116 * value - 16) / (24389 / 27);
}

function channel(share: number): number {
  const value = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
  return Math.min(255, Math.max(0, 255 * value));
}
