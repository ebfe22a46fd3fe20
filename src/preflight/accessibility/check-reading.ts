import type { Reporter } from "#src/model/finding.ts";
import { lettersOf } from "#src/preflight/html/letters-of.ts";
import type { Letter, Rule, Target } from "#src/preflight/letter.ts";
import { authorPlace } from "#src/preflight/look/author-place.ts";
import { inTemplate, quoted } from "#src/preflight/look/in-template.ts";
import { type ShownText, shownTexts } from "#src/preflight/look/shown-texts.ts";
import { ancestorsOf } from "#src/preflight/look/tree.ts";

/** The least size of any words, and of the running text, in CSS pixels. */
const LEAST = 12;
const LEAST_OF_TEXT = 14;
/** The least line height, in sizes of the type. */
const LEAST_LINE = 1.3;
/** Letters of a text that runs over more than one line on every screen. */
const LONG = 100;

/** Checks that people can read the type: its size, the distance of its lines, and both its edges. */
export const checkReading: Rule = (letter, report) => {
  const texts = [...shownTexts(letter.look, "light")];
  const small = texts.find((text) => isSmall(text, letter));
  if (small !== undefined) {
    const { size } = small.style;
    const least = size < LEAST ? LEAST : LEAST_OF_TEXT;
    say(
      "accessibility/small-text",
      small,
      `is set in ${pixels(size)}; expected at least ${least} px`,
      letter,
      report,
      [
        `font-size:${size}px`,
        `font-size: ${size}px`,
        `fontSize: "${size}px"`,
        `fontSize: ${size}`,
        `font-size="${size}px"`,
      ],
    );
  }
  const tight = texts.find(isTight);
  if (tight !== undefined) {
    const { size, line } = tight.style;
    const factor = ((line ?? 0) / size).toFixed(2).replace(/0$/, "");
    const said = `has lines of ${factor} times its size; expected at least ${LEAST_LINE}`;
    say("accessibility/tight-lines", tight, said, letter, report, [
      ...[`${line}px`, factor, String((line ?? 0) / size)].flatMap((value) => [
        `line-height="${value}"`,
        `line-height: ${value}`,
        `line-height:${value}`,
        `lineHeight: "${value}"`,
        `lineHeight: ${value}`,
      ]),
      "line-height",
      "lineHeight",
    ]);
  }
  const justified = texts.find(
    ({ style, words }) => style.align === "justify" && lettersOf(words).length >= 40,
  );
  if (justified !== undefined) {
    const said = "is justified, which tears gaps between its words on a phone";
    say("accessibility/justified", justified, said, letter, report, ["justify"]);
  }
};

function say(
  rule: "accessibility/small-text" | "accessibility/tight-lines" | "accessibility/justified",
  { words }: ShownText,
  said: string,
  letter: Letter,
  report: Reporter<Target>,
  texts: readonly string[],
): void {
  report.warning(rule, inTemplate(letter, ...texts), `“${quoted(words)}” ${said}.`, { hint: HINTS[rule] });
}

const HINTS = {
  "accessibility/small-text": "Set running text in 16 px or more, and nothing in less than 12 px.",
  "accessibility/tight-lines": "Write a line-height of 1.5, without a unit.",
  "accessibility/justified": "Leave text-align out, so that lines end where their words end.",
} as const;

/** Small by nature: figures of footnotes, and code, whose letters are as large as those around it in a smaller size. */
const SMALL = new Set(["sup", "sub", "code", "kbd"]);

/** A caption may be smaller than a paragraph of the author's. */
function isSmall({ element, words, style: { size } }: ShownText, { issue }: Letter): boolean {
  if (size >= LEAST_OF_TEXT) return false;
  if ([element, ...ancestorsOf(element)].some(({ tagName }) => SMALL.has(tagName))) return false;
  if (size < LEAST) return lettersOf(words).length > 1;
  return lettersOf(words).length >= 20 && authorPlace(issue, words, "paragraph") !== null;
}

function isTight({ words, style: { size, line } }: ShownText): boolean {
  return line !== null && line / size < LEAST_LINE && lettersOf(words).length >= LONG;
}

function pixels(size: number): string {
  return `${Math.round(10 * size) / 10} px`;
}
