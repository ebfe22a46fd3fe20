import type { Reporter } from "#src/model/finding.ts";
import type { Letter, Rule, Target } from "#src/preflight/letter.ts";
import { type Color, contrast, hexOf, over } from "#src/preflight/look/color.ts";
import { inTemplate, quoted } from "#src/preflight/look/in-template.ts";
import type { Scheme } from "#src/preflight/look/media.ts";
import { shownTexts } from "#src/preflight/look/shown-texts.ts";
import type { Style } from "#src/preflight/look/style.ts";
import { FORCED } from "./force-dark.ts";

/** The least contrast that WCAG 2.2 asks for at level AA: of words, and of large words. */
const LEAST = 4.5;
const LEAST_LARGE = 3;
/** For words that a mail program makes dark by itself. How it does that is an estimate: words that seem just legible may be more so. */
const LEAST_FORCED = 2.5;
const LEAST_LARGE_FORCED = 2;

/** Two colours, with the first words that have them. */
interface Pair {
  readonly words: string;
  readonly text: Color;
  readonly ground: Color;
  readonly isLarge: boolean;
}

/** Checks words against what is behind them: in light, in the template's own dark, and where a mail program darkens the email itself. */
export const checkContrast: Rule = (letter, report) => {
  const light = pairsOf(letter, "light");
  for (const pair of light) {
    const least = pair.isLarge ? LEAST_LARGE : LEAST;
    const ratio = contrast(pair.text, pair.ground);
    if (ratio < least) say("contrast/light", pair, { ratio, least, when: "" }, letter, report);
    else checkForced(pair, letter, report);
  }
  if (!letter.look.followsDark) return;
  for (const pair of pairsOf(letter, "dark")) {
    const least = pair.isLarge ? LEAST_LARGE : LEAST;
    const ratio = contrast(pair.text, pair.ground);
    // A pair that dark mode does not change is reported once, for light.
    const isSame = light.some((one) => keyOf(one) === keyOf(pair));
    if (ratio < least && !isSame)
      say("contrast/dark", pair, { ratio, least, when: "In dark mode, " }, letter, report);
  }
};

/** Reports a pair that is legible in light, and no longer once a mail program has changed the colours. */
function checkForced(pair: Pair, letter: Letter, report: Reporter<Target>): void {
  const least = pair.isLarge ? LEAST_LARGE_FORCED : LEAST_FORCED;
  const ratios = FORCED.map(
    ({ client, text, ground }) => [client, contrast(text(pair.text), ground(pair.ground))] as const,
  );
  const low = ratios.filter(([, ratio]) => ratio < least);
  if (low.length === 0) return;
  const clients = low.map(([client]) => client).join(", ");
  const ratio = Math.min(...low.map(([, one]) => one));
  say("contrast/forced-dark", pair, { ratio, least, when: `Made dark by ${clients}, ` }, letter, report);
}

function say(
  rule: "contrast/light" | "contrast/dark" | "contrast/forced-dark",
  { words, text, ground }: Pair,
  { ratio, least, when }: { readonly ratio: number; readonly least: number; readonly when: string },
  letter: Letter,
  report: Reporter<Target>,
): void {
  const [color, behind] = [hexOf(text), hexOf(ground)];
  const said = `“${quoted(words)}” has ${ratio.toFixed(1)}:1 (${color} on ${behind})`;
  const message = `${when}${said}; expected at least ${least}:1.`;
  const target = inTemplate(
    letter,
    color,
    color.toUpperCase(),
    shortHex(color),
    behind,
    behind.toUpperCase(),
    words,
  );
  const hint =
    rule === "contrast/forced-dark"
      ? "Choose colours that are further apart, or a ground of the email’s own paper."
      : `Make the words ${isDarker(text, ground) ? "darker" : "lighter"}, or what is behind them ${isDarker(text, ground) ? "lighter" : "darker"}.`;
  report.warning(rule, target, message, { hint });
}

function isDarker(one: Color, other: Color): boolean {
  return (
    contrast(one, { red: 0, green: 0, blue: 0, alpha: 1 }) <=
    contrast(other, { red: 0, green: 0, blue: 0, alpha: 1 })
  );
}

/** `#abc` for `#aabbcc`, as a template may write it. */
function shortHex(hex: string): string {
  return /^#(.)\1(.)\2(.)\3$/.test(hex) ? hex.replace(/(\w)\1/g, "$1") : "";
}

/** Each pair of colours once: the same fault in forty paragraphs is one fault. */
function pairsOf({ look }: Letter, scheme: Scheme): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { words, style } of shownTexts(look, scheme)) {
    const { color, ground } = style;
    // Words of which a colour was not read are not judged.
    if (color === null || ground === null) continue;
    const pair = { words, text: over(color, ground), ground, isLarge: isLarge(style) };
    if (!pairs.has(keyOf(pair))) pairs.set(keyOf(pair), pair);
  }
  return [...pairs.values()];
}

function keyOf({ text, ground, isLarge: large }: Pair): string {
  return `${hexOf(text)} ${hexOf(ground)} ${large}`;
}

/** WCAG: 18 points, or 14 in bold. */
function isLarge({ size, bold }: Style): boolean {
  return size >= 24 || (bold && size >= 18.66);
}
