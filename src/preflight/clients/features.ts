import { attributeOf, type HtmlElement, isElement } from "#src/preflight/look/tree.ts";
import { declares, element, type Finder, inSheet } from "./uses.ts";

/** Something that not every mail program knows, and what its readers have instead. */
export interface Feature {
  /** Names of caniemail.com; a program that lacks one of them lacks it. */
  readonly slugs: readonly string[];
  /** `breaks`: words or the layout need it. `degrades`: all is legible without it. */
  readonly effect: "breaks" | "degrades";
  readonly find: Finder;
  /** What is seen without it, as the rest of a sentence. */
  readonly without: string;
  readonly instead: string;
}

const FONT_HOSTS = /fonts\.(?:googleapis|gstatic)\.com|typekit\.net|fonts\.bunny\.net/;
/** Properties whose lengths decide where things stand; elsewhere a lost value becomes the default. */
const LAYOUT = /^(?:width|max-width|min-width|height|font-size|line-height|padding|margin)/;

export const FEATURES: readonly Feature[] = [
  {
    slugs: ["css-display-flex"],
    effect: "breaks",
    find: declares(/^display$/, /^(?:inline-)?flex$/),
    without: "parts that stand side by side are stacked",
    instead: "Write columns as cells of a table.",
  },
  {
    slugs: ["css-display-grid"],
    effect: "breaks",
    find: declares(/^display$/, /^(?:inline-)?grid$/),
    without: "the parts of the grid are stacked",
    instead: "Write columns as cells of a table.",
  },
  {
    slugs: ["css-position"],
    effect: "breaks",
    find: declares(/^position$/, /^(?:absolute|fixed|sticky)$/),
    without: "what was placed stands in the text instead",
    instead: "Write it where it is to be seen.",
  },
  {
    slugs: ["css-variables"],
    effect: "breaks",
    find: declares(/./, /\bvar\(/),
    without: "every colour and size written so is lost",
    instead: "Write the value itself: theme.light.accent and the like are given to each template.",
  },
  {
    slugs: ["css-function-clamp", "css-function-min", "css-function-max", "css-unit-calc"],
    effect: "breaks",
    find: declares(LAYOUT, /\b(?:clamp|min|max|calc)\(/),
    without: "the size is not read, and is the mail program's own",
    instead: "Write the size in px, and another in a media query.",
  },
  {
    slugs: ["css-modern-color"],
    effect: "breaks",
    find: declares(
      /color|^background$|^border/,
      /\b(?:ok)?l(?:ab|ch)\(|\bcolor-mix\(|\bcolor\(|\brgba?\(\s*\d+\s+\d/,
    ),
    without: "the colour is lost, and in Gmail every other style of the element with it",
    instead: "Write the colour as six hex digits.",
  },
  {
    slugs: ["css-function-light-dark"],
    effect: "breaks",
    find: declares(/./, /\blight-dark\(/),
    without: "the colour is lost",
    instead: "Write the light colour, and the dark one in @media (prefers-color-scheme: dark).",
  },
  {
    slugs: ["css-nesting"],
    effect: "breaks",
    find: inSheet(
      ({ within }) => within.find((rule) => rule.startsWith("nesting "))?.slice("nesting ".length) ?? null,
    ),
    without: "the rule and those in it are dropped",
    instead: "Write each rule with its whole selector.",
  },
  {
    slugs: ["css-pseudo-element-before", "css-pseudo-element-after"],
    effect: "breaks",
    find: inSheet(({ selectors, declarations }) =>
      /::?(?:before|after)\b/.test(selectors) &&
      declarations.some(
        ({ property, value }) => property === "content" && /["'].*[\p{L}\p{N}].*["']/u.test(value),
      )
        ? (/::?(?:before|after)\b/.exec(selectors)?.[0] ?? null)
        : null,
    ),
    without: "its words are missing",
    instead: "Write the words in the template.",
  },
  {
    slugs: ["html-link"],
    effect: "breaks",
    find: element(
      (one) =>
        one.tagName === "link" &&
        /\bstylesheet\b/i.test(attributeOf(one, "rel") ?? "") &&
        !FONT_HOSTS.test(attributeOf(one, "href") ?? ""),
    ),
    without: "none of its rules holds",
    instead: "Write the styles into <style>, and what must hold into style attributes.",
  },
  {
    slugs: ["html-svg"],
    effect: "breaks",
    find: element((one, look) => one.tagName === "svg" && !look.style(one, "light").hidden),
    without: "the drawing is missing",
    instead: "Save it as a PNG, and place it with <img>.",
  },
  {
    slugs: ["html-video"],
    effect: "breaks",
    find: element((one) => one.tagName === "video" && !hasFallback(one)),
    without: "there is nothing in its place",
    instead: "Place a picture in it that links to the film, or use ::card with image and href instead.",
  },
  {
    slugs: ["html-audio"],
    effect: "breaks",
    find: element((one) => one.tagName === "audio" && !hasFallback(one)),
    without: "there is nothing in its place",
    instead: "Place a link to the recording in it.",
  },
  {
    slugs: ["image-svg"],
    effect: "breaks",
    find: picture(/\.svg(?:[?#]|$)/i),
    without: "the picture is missing",
    instead: "Save it as a PNG, twice as wide as it is shown.",
  },
  {
    slugs: ["image-webp"],
    effect: "breaks",
    find: picture(/\.webp(?:[?#]|$)/i),
    without: "the picture is missing",
    instead: "Save it as a JPEG or a PNG.",
  },
  {
    slugs: ["image-avif"],
    effect: "breaks",
    find: picture(/\.avif(?:[?#]|$)/i),
    without: "the picture is missing",
    instead: "Save it as a JPEG or a PNG.",
  },
  {
    slugs: ["css-at-font-face"],
    effect: "degrades",
    find: inSheet(({ within }) => (within.includes("font-face") ? "@font-face" : null)),
    without: "words have the next font of the stack",
    instead: "Name a font after it that every system has.",
  },
  {
    slugs: ["css-background-image"],
    effect: "degrades",
    find: declares(/^background(?:-image)?$/, /\burl\(/),
    without: "the ground is plain",
    instead: "Give it a background colour as well.",
  },
  {
    slugs: ["css-linear-gradient"],
    effect: "degrades",
    find: declares(/^background(?:-image)?$/, /gradient\(/),
    without: "the ground is plain",
    instead: "Give it a background colour as well.",
  },
  {
    slugs: ["css-float"],
    effect: "degrades",
    find: declares(/^float$/, /^(?:left|right|inline-start|inline-end)$/),
    without: "it stands above the text and not beside it",
    instead: "Use the align attribute of <table> or <img>.",
  },
  {
    slugs: ["css-animation"],
    effect: "degrades",
    find: declares(/^animation(?:-name)?$/, /^(?!none)/),
    without: "nothing moves",
    instead: "Let the first picture say everything.",
  },
  {
    slugs: ["css-transform"],
    effect: "degrades",
    find: declares(/^transform$/, /^(?!none)/),
    without: "it is shown untransformed",
    instead: "Draw it so that it reads well unturned.",
  },
  {
    slugs: ["css-column-count"],
    effect: "degrades",
    find: declares(/^(?:column-count|columns)$/, /\d/),
    without: "the text stands in one column",
    instead: "Leave it out, or write columns as cells of a table.",
  },
  {
    slugs: ["css-pseudo-class-checked"],
    effect: "degrades",
    find: inSheet(({ selectors }) => (/:checked\b/.test(selectors) ? ":checked" : null)),
    without: "nothing happens when a reader presses it",
    instead: "Show everything without a press.",
  },
];

function picture(name: RegExp): Finder {
  return element(
    (one, look) =>
      one.tagName === "img" && name.test(attributeOf(one, "src") ?? "") && !look.style(one, "light").hidden,
  );
}

function hasFallback({ childNodes }: HtmlElement): boolean {
  return childNodes.some((node) => isElement(node) && /^(?:a|img|p|table|div|span)$/.test(node.tagName));
}
