import type { Reporter } from "#src/model/finding.ts";
import { lettersOf } from "#src/preflight/html/letters-of.ts";
import type { Letter, Rule, Target } from "#src/preflight/letter.ts";
import { contrast, hexOf, over } from "#src/preflight/look/color.ts";
import { lengthOf } from "#src/preflight/look/compute-style.ts";
import { elementInTemplate, quoted } from "#src/preflight/look/in-template.ts";
import type { Look } from "#src/preflight/look/read-look.ts";
import type { Declared } from "#src/preflight/look/style.ts";
import {
  ancestorsOf,
  attributeOf,
  type HtmlElement,
  isElement,
  isText,
  parentOf,
  wordsOf,
} from "#src/preflight/look/tree.ts";

/** CSS pixels; WCAG 2.2, target size (minimum). */
const LEAST_TARGET = 24;
/** WCAG 2.2, use of colour: the least contrast of a link to the words around it, if nothing else tells them apart. */
const LEAST_DIFFERENCE = 3;

/** Checks that links can be heard, seen and hit, and that pictures say what they show. */
export const checkAccess: Rule = (letter, report) => {
  const { look, issue } = letter;
  const links = look.elements.filter(
    (one) => one.tagName === "a" && attributeOf(one, "href") !== null && !look.style(one, "light").hidden,
  );
  // The author's own links have a finding at their line.
  const authors = new Set(issue.links.map(({ url }) => url));
  const empty = links.find((link) => nameOf(link) === "" && !authors.has(attributeOf(link, "href") ?? ""));
  if (empty !== undefined) {
    const message = `A link to ${quoted(attributeOf(empty, "href") ?? "") || "a reader’s own page"} has no words: a screen reader reads its address aloud.`;
    report.warning("accessibility/empty-link", elementInTemplate(letter, empty), message, {
      hint: "Write where it leads, or give its picture an alt text.",
    });
  }
  const pictures = look.elements.filter((one) => one.tagName === "img" && !look.style(one, "light").hidden);
  const bare = pictures.filter((one) => attributeOf(one, "alt") === null);
  const [first] = bare;
  if (first !== undefined) {
    const src = attributeOf(first, "src") ?? "";
    const message = `${bare.length === 1 ? "A picture has" : `${bare.length} pictures have`} no alt text: ${quoted(src)}.`;
    report.warning("accessibility/no-alt", elementInTemplate(letter, first), message, {
      hint: 'Say what it shows, or write alt="" where it is only decoration.',
    });
  } else reportUnsaid(letter, report);
  const hidden = links.find((link) => isColorAlone(link, look));
  if (hidden !== undefined) sayColor(hidden, letter, report);
  const small = links.find((link) => heightOfButton(link, look) < LEAST_TARGET);
  if (small !== undefined) {
    const message = `The button “${quoted(wordsOf(small))}” is ${Math.round(heightOfButton(small, look))} px high; expected at least ${LEAST_TARGET} px, better 44.`;
    report.warning("accessibility/small-target", elementInTemplate(letter, small), message, {
      hint: "Give it padding above and below its words.",
    });
  }
};

/** MJML writes an empty alt text for a picture without one, which tells screen readers to skip the picture. Nobody decided that. */
function reportUnsaid({ facts: { template } }: Letter, report: Reporter<Target>): void {
  if (
    !template.path.endsWith(".mjml") ||
    /<mj-attributes>[^]*<mj-(?:image|all)\b[^>]*\salt\s*=/.test(template.source)
  )
    return;
  const source = template.source.replaceAll(/<!--[^]*?-->/g, "");
  const tag = /<mj-image\b(?=[^>]*\ssrc\s*=)(?![^>]*\salt\s*=)[^>]*>/.exec(source)?.[0];
  if (tag === undefined) return;
  const src = /\ssrc\s*=\s*["']([^"']*)/.exec(tag)?.[1] ?? "";
  report.warning("accessibility/no-alt", { inTemplate: tag }, `A picture has no alt text: ${quoted(src)}.`, {
    hint: 'Say what it shows, or write alt="" where it is only decoration.',
  });
}

/** What a screen reader says of a link. */
function nameOf(link: HtmlElement): string {
  const said = [attributeOf(link, "aria-label"), attributeOf(link, "title"), wordsOf(link)];
  return said.map((one) => (one ?? "").replace(/[\s\u00ad\u200b-\u200f\ufeff]/g, "")).join("");
}

function sayColor(link: HtmlElement, letter: Letter, report: Reporter<Target>): void {
  const message = `The link “${quoted(wordsOf(link))}” differs from the words around it only by its colour, with a contrast below ${LEAST_DIFFERENCE}:1.`;
  report.warning("accessibility/color-alone", elementInTemplate(letter, link), message, {
    hint: "Underline links in running text.",
  });
}

/** Whether a link in a sentence is neither underlined nor bold nor in a box, and has nearly the colour of the sentence. */
function isColorAlone(link: HtmlElement, look: Look): boolean {
  const parent = parentOf(link);
  if (parent === null || !isInSentence(link, parent)) return false;
  const [own, around] = [look.style(deepest(link), "light"), look.style(parent, "light")];
  if (own.underlined || own.bold !== around.bold || own.size !== around.size) return false;
  const declared = look.declared(link, "light");
  if ([...declared.keys()].some((property) => property.startsWith("border"))) return false;
  if (own.color === null || around.color === null || own.ground === null || around.ground === null)
    return false;
  if (hexOf(own.ground) !== hexOf(around.ground)) return false;
  return contrast(over(own.color, own.ground), over(around.color, around.ground)) < LEAST_DIFFERENCE;
}

/** The fewest letters beside a link that make it a part of a sentence. */
const SENTENCE = 20;

/** Whether words that are no link stand beside the link in the same paragraph. */
function isInSentence(link: HtmlElement, parent: HtmlElement): boolean {
  let letters = 0;
  for (const node of parent.childNodes) {
    if (node === link || (isElement(node) && node.tagName === "a")) continue;
    letters += wordsOf(node).match(LETTERS)?.length ?? 0;
    if (letters >= SENTENCE) return true;
  }
  return false;
}

const LETTERS = /[\p{L}\p{N}]/gu;

/** Whether an element shows words besides those of a link in it. The first word ends the search: a cell may hold the whole letter. */
function hasOthers({ childNodes }: HtmlElement, link: HtmlElement): boolean {
  return childNodes.some((node) => {
    if (node === link) return false;
    if (isText(node)) return /[\p{L}\p{N}]/u.test(node.value);
    return isElement(node) && (node.tagName === "img" || hasOthers(node, link));
  });
}

/** The innermost element that holds all words of a link: it may be underlined there. */
function deepest(element: HtmlElement): HtmlElement {
  const inner = element.childNodes.filter((node) => isElement(node) || wordsOf(node).trim() !== "");
  const [only] = inner;
  return inner.length === 1 && only !== undefined && isElement(only) && only.tagName !== "img"
    ? deepest(only)
    : element;
}

/** The height of a link on a ground of its own, in CSS pixels; infinite for any other, and for one around a picture. */
function heightOfButton(link: HtmlElement, look: Look): number {
  const none = Number.POSITIVE_INFINITY;
  if (
    lettersOf(wordsOf(link)) === "" ||
    link.childNodes.some((node) => isElement(node) && node.tagName === "img")
  )
    return none;
  const cell = [...ancestorsOf(link)].find(({ tagName }) => tagName === "td" || tagName === "th");
  const own = look.style(link, "light");
  const box = cell !== undefined && !hasOthers(cell, link) ? cell : link;
  const outside = parentOf(box);
  if (outside === null) return none;
  const behind = look.style(outside, "light").ground;
  if (own.ground === null || behind === null || hexOf(own.ground) === hexOf(behind)) return none;
  const inside = [...between(link, box)].reduce(
    (sum, element) => sum + paddingOf(look.declared(element, "light"), look.style(element, "light").size),
    0,
  );
  return inside + (own.line ?? 1.2 * own.size);
}

/** The link, and what is around it up to the box. */
function* between(link: HtmlElement, box: HtmlElement): Generator<HtmlElement> {
  yield link;
  if (link === box) return;
  for (const element of ancestorsOf(link)) {
    yield element;
    if (element === box) return;
  }
}

/** Padding above and below, in CSS pixels. Borders count, because Outlook's buttons are made of them. */
function paddingOf(declared: Declared, size: number): number {
  const sides = (declared.get("padding") ?? "").split(/\s+/);
  const all = { top: sides[0] ?? "", bottom: sides[2] ?? sides[0] ?? "" };
  return (["top", "bottom"] as const).reduce((sum, side) => {
    const padding = lengthOf(declared.get(`padding-${side}`) ?? all[side], size) ?? 0;
    const border = /(\d+(?:\.\d+)?)px/.exec(
      declared.get(`border-${side}`) ?? declared.get("border") ?? "",
    )?.[1];
    return sum + padding + Number(border ?? 0);
  }, 0);
}
