import type { Article } from "#src/model/pages/article.ts";
import type { Email } from "#src/model/email.ts";
import { foldText } from "#src/model/pages/fold-text.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { RATINGS } from "#src/model/values/rating.ts";
import { withoutVoices } from "#src/model/words/voice.ts";
import { RATE_CLASS } from "#src/render/blocks/linked/rate-html.ts";
import { bareHtml } from "#src/render/article/bare-html.ts";
import { hiddenPreviews } from "#src/render/hidden-previews.ts";
import {
  type HtmlElement,
  applyEdits,
  attributeOf,
  elementsOf,
  isElement,
  readTree,
  remove,
  textOf,
} from "#src/render/html-tree.ts";
import { compileEmail } from "#src/render/message/personalise.ts";
import { reasonOf } from "#src/render/message/reason-of.ts";
import { webUrl } from "#src/render/web-url.ts";

/**
 * Makes the article of an issue whose file is gone, or that no pass of the job has read since Letterpress keeps articles. It is the
 * issue's mail without what is for a reader of the list alone, as far as that can be told from a template that may be anybody's.
 */
export function articleOfEmail(
  newsletter: Newsletter,
  email: Email,
  { slug, lang }: { readonly slug: string; readonly lang: string },
): Article {
  const { url } = newsletter;
  const web = webUrl(newsletter, slug);
  const { html, text } = compileEmail(email)({
    subscriber: {},
    urls: { unsubscribe: `${url}/u`, preferences: `${url}/p`, rate: `${url}/r`, web },
  });
  const { source, body } = readTree(html);
  const reason = withoutVoices(reasonOf(newsletter, { list: email.list, lang, kind: "reason" }));
  const own = new Set([`${url}/u`, `${url}/p`, web, ...RATINGS.map((answer) => `${url}/r/${answer}`)]);
  const unwanted = [...elementsOf(body)].filter(
    (element) =>
      (element.tagName === "a" && own.has(attributeOf(element, "href") ?? "")) ||
      (attributeOf(element, "class") ?? "").split(" ").includes(RATE_CLASS) ||
      ["style", "script", "title", "meta", "link"].includes(element.tagName) ||
      (/^(?:p|div|td|span)$/.test(element.tagName) && hasOwnText(element, reason)),
  );
  const edits = outermost([...unwanted, ...hiddenPreviews(body)]).flatMap(remove);
  const place = body.sourceCodeLocation;
  const start = place?.startTag?.endOffset ?? 0;
  const end = place?.endTag?.startOffset ?? source.length;
  const inside = edits.filter((edit) => edit.start >= start && edit.end <= end);
  const shown = applyEdits(
    source.slice(start, end),
    inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );
  return {
    subtitle: null,
    number: null,
    series: null,
    byline: "",
    updated: null,
    tags: [],
    section: null,
    list: email.list,
    html: shown,
    bare: bareHtml(shown, web),
    words: foldText(text.replace(/\b(?:https?:\/\/|mailto:)\S+/g, " ")),
    // A template may have no heading of its own; every page has one.
    isBody: !/<h1\b/i.test(shown),
  };
}

/** Whether an element says exactly these words, and no element within it does. */
function hasOwnText(element: HtmlElement, words: string): boolean {
  return (
    textOf(element).replace(/\s+/g, " ").trim() === words &&
    !element.childNodes.some((child) => isElement(child) && hasOwnText(child, words))
  );
}

/** The elements that are in none of the others: removing an element removes what is in it. */
function outermost(elements: readonly HtmlElement[]): readonly HtmlElement[] {
  const within = new Set(elements.flatMap((element) => [...elementsOf(element)].slice(1)));
  return [...new Set(elements)].filter((element) => !within.has(element));
}
