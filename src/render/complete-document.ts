import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { preheaderHtml } from "#src/render/react/preheader-html.ts";
import { type ColorScheme, headCss, headMeta, OUTLOOK_SETTINGS, OWN_FONT, VIEWPORT } from "./head-css.ts";
import { hiddenPreviews, previewWords } from "./hidden-previews.ts";
import {
  applyEdits,
  attributeOf,
  classesOf,
  cssOf,
  type Edit,
  elementsOf,
  type HtmlElement,
  type HtmlTree,
  insert,
  isElement,
  remove,
  setAttribute,
  startOf,
  textOf,
} from "./html-tree.ts";
import { isReadyForDark } from "./ready-for-dark.ts";

/**
 * Adds to a family's document what its template left out: doctype, one title, language and direction, the hidden preview text, and what the
 * head of every email needs. What is there stays, byte for byte; a document that has everything is returned as it is. Language and
 * direction are always the issue's: components such as react-email's `<Html>` write "en" where nobody says otherwise.
 */
export function completeDocument(tree: HtmlTree, input: TemplateInput): string {
  const previews = hiddenPreviews(tree.body);
  return applyEdits(tree.source, [
    ...(tree.hasDoctype ? [] : [insert(0, "<!doctype html>\n")]),
    ...languages(tree, input),
    ...cellClasses(tree),
    ...headOf(tree, input),
    ...previewOf(tree, previews, input),
    ...repeated(previews).flatMap(remove),
  ]);
}

/** Sets language and direction on the root and on what wraps the email, because webmail drops `<html>` and `<body>`. */
function languages({ html, body }: HtmlTree, { issue }: TemplateInput): readonly Edit[] {
  const set = (element: HtmlElement) => [
    ...setAttribute(element, "lang", escapeHtml(issue.lang)),
    ...setAttribute(element, "dir", issue.dir),
  ];
  const has = (element: HtmlElement) => attributeOf(element, "lang") !== null;
  const tops = shown(body).filter((element) => !has(element) || attributeOf(element, "lang") === "und");
  // An element that wraps the whole email gets its language; an element beside others may be in a language of its own.
  const wrappers = [body, ...wrappersOf(body)].filter((element) => has(element) && !tops.includes(element));
  return [html, ...tops, ...wrappers].flatMap(set);
}

/** Children of an element that are part of the email, the hidden preview text among them. */
function shown(element: HtmlElement): readonly HtmlElement[] {
  return element.childNodes
    .filter(isElement)
    .filter(({ tagName }) => !["style", "script", "title", "meta", "link", "base"].includes(tagName));
}

/** Returns, from the outside in, each element that is alone in the one before it, not counting hidden text and comments. */
function wrappersOf(body: HtmlElement): readonly HtmlElement[] {
  const wrappers: HtmlElement[] = [];
  for (let at: HtmlElement | undefined = body; at !== undefined;) {
    const hidden = new Set(hiddenPreviews(at));
    const rest: readonly HtmlElement[] = shown(at).filter((child) => !hidden.has(child));
    at = rest.length === 1 ? rest[0] : undefined;
    if (at !== undefined) wrappers.push(at);
  }
  return wrappers;
}

/**
 * Copies our classes from the body to the one cell that holds the email. React Email's `<Body>` leaves the class on the body and moves the
 * style into this cell: dark mode would make the text light and leave the cell white.
 */
function cellClasses({ body }: HtmlTree): readonly Edit[] {
  const wrappers = wrappersOf(body).slice(0, 4);
  const cell = wrappers[3];
  if (cell === undefined || wrappers.map(({ tagName }) => tagName).join(" ") !== "table tbody tr td")
    return [];
  const own = classesOf(cell);
  const added = classesOf(body).filter((name) => name.startsWith("lp-") && !own.includes(name));
  return added.length === 0 ? [] : setAttribute(cell, "class", escapeHtml([...own, ...added].join(" ")));
}

function headOf(tree: HtmlTree, input: TemplateInput): readonly Edit[] {
  const { source } = tree;
  const scheme = isReadyForDark(tree, headCss(input)) ? "light dark" : "light";
  const all = [...elementsOf(tree.html)];
  const metas = all.filter(({ tagName }) => tagName === "meta");
  const named = (name: string) => metas.find((meta) => attributeOf(meta, "name")?.toLowerCase() === name);
  const isCharset = (meta: HtmlElement) =>
    attributeOf(meta, "charset") !== null ||
    attributeOf(meta, "http-equiv")?.toLowerCase() === "content-type";
  const titles = all.filter(
    ({ tagName, namespaceURI }) => tagName === "title" && namespaceURI.endsWith("xhtml"),
  );
  const title = chosenTitle(titles, tree, input);
  const styles = all.filter(({ tagName }) => tagName === "style");
  const css = headCss(input, scheme, namesIn(all));
  const own = styleEdits(styles, tree, { whole: headCss(input), css });
  const hasOutlook = source.includes("PixelsPerInch");
  const added = [
    metas.some(isCharset) ? "" : CHARSET,
    named("viewport") === undefined ? metaTag(VIEWPORT) : "",
    title === undefined ? `<title>${escapeHtml(input.issue.subject)}</title>` : "",
    ...headMeta(scheme).map((meta) => (named(meta[0]) === undefined ? metaTag(meta) : "")),
    own === null ? `<style>${css}</style>` : "",
    styles.some((style) => FONT_FOR_ALL.test(cssOf(style))) ? `<style>${OWN_FONT}</style>` : "",
    hasOutlook ? "" : OUTLOOK_SETTINGS,
  ].join("");
  return [
    ...openings(tree, added, input),
    ...titles.filter((one) => one !== title).flatMap(remove),
    ...(own ?? []),
    ...schemeEdits(metas, scheme),
    ...setAttribute(tree.html, "xmlns:o", OFFICE),
  ];
}

/**
 * Returns the template's own title: the one with the subject if there is one, and never the preview text, which react-email's `<Preview>`
 * makes a title.
 */
function chosenTitle(titles: readonly HtmlElement[], tree: HtmlTree, { issue }: TemplateInput) {
  const previews = hiddenPreviews(tree.body).map(previewWords);
  const own = titles.filter((title) => title.parentNode === tree.head && textOf(title).trim() !== "");
  return (
    own.find((title) => textOf(title) === issue.subject) ??
    own.find((title) => !previews.includes(previewWords(title)))
  );
}

/** Returns a test whether the email has a class (`.lp-tint`), a tag (`code`) or a list in an item (`li ul`). */
function namesIn(all: readonly HtmlElement[]): (name: string) => boolean {
  const names = new Set(
    all.flatMap((element) => [element.tagName, ...classesOf(element).map((name) => `.${name}`)]),
  );
  for (const list of all.filter(({ tagName }) => tagName === "ul" || tagName === "ol"))
    if (isInItem(list)) names.add(`li ${list.tagName}`);
  // Comments hide the dark logo from Outlook for Windows, and the template marks the title: both rules stay without a search.
  if (names.has(".lp-logo-light")) names.add(".lp-logo-dark");
  names.add(".lp-title");
  return (name) => names.has(name);
}

function isInItem(element: HtmlElement): boolean {
  for (let at = element.parentNode; at !== null && "tagName" in at; at = at.parentNode)
    if (at.tagName === "li") return true;
  return false;
}

/** Replaces the style sheet that `<EmailHead>` or `<issue-head/>` wrote, which is `whole`, by `css`; null if there is none. */
function styleEdits(
  styles: readonly HtmlElement[],
  { source }: HtmlTree,
  { whole, css }: { readonly whole: string; readonly css: string },
): readonly Edit[] | null {
  const ours = styles.find((style) => cssOf(style).includes(whole));
  if (ours === undefined) return null;
  const start = source.indexOf(whole, startOf(ours) ?? 0);
  return start === -1 ? [] : [{ start, end: start + whole.length, text: css }];
}

function schemeEdits(metas: readonly HtmlElement[], scheme: ColorScheme): readonly Edit[] {
  const names = ["color-scheme", "supported-color-schemes"];
  return metas
    .filter((meta) => scheme === "light" && names.includes(attributeOf(meta, "name") ?? ""))
    .flatMap((meta) => setAttribute(meta, "content", scheme));
}

/** Inserts `added` at the start of the head, so that the template's own styles come later and win. */
function openings({ html, head, body }: HtmlTree, added: string, { issue }: TemplateInput): readonly Edit[] {
  const root = html.sourceCodeLocation?.startTag;
  const own = head.sourceCodeLocation?.startTag;
  if (own) return added === "" ? [] : [insert(own.endOffset, added)];
  const first = [...head.childNodes, ...body.childNodes].map(startOf).find((start) => start !== null);
  const at = root?.endOffset ?? first ?? 0;
  const opening = root
    ? ""
    : `<html lang="${escapeHtml(issue.lang)}" dir="${issue.dir}" xmlns:o="${OFFICE}">`;
  // A head with content gets no end tag: the browser ends it where the body begins.
  return [insert(at, `${opening}<head>${added}${head.childNodes.length === 0 ? "</head>" : ""}`)];
}

/** The namespace of Outlook’s settings. */
const OFFICE = "urn:schemas-microsoft-com:office:office";
const FONT_FOR_ALL = /(?:^|[},\s])\*\s*\{[^}]*font-family/;
const CHARSET = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">';

function metaTag([name, content]: readonly [string, string]): string {
  return `<meta name="${name}" content="${content}">`;
}

function previewOf(
  { body }: HtmlTree,
  previews: readonly HtmlElement[],
  input: TemplateInput,
): readonly Edit[] {
  if (previews.length > 0) return [];
  const own = body.sourceCodeLocation?.startTag;
  const first = body.childNodes.map(startOf).find((start) => start !== null);
  const at = own?.endOffset ?? first;
  const { lang, dir } = input.issue;
  return at === undefined
    ? []
    : [insert(at, preheaderHtml(input, ` lang="${escapeHtml(lang)}" dir="${dir}"`))];
}

/** Returns the hidden texts that repeat an earlier one: an inbox would show both. */
function repeated(previews: readonly HtmlElement[]): readonly HtmlElement[] {
  const words = previews.map(previewWords);
  return previews.filter((_, index) => words.indexOf(words[index] ?? "") < index);
}
