import type { Article } from "#src/model/pages/article.ts";
import type { Block } from "#src/model/block.ts";
import { mapBlocks } from "#src/model/walk-blocks.ts";
import { foldText } from "#src/model/pages/fold-text.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateInput } from "#src/model/template.ts";
import { withoutVoices } from "#src/model/words/voice.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { BODY, serif } from "#src/render/blocks/styles.ts";
import { frameWords, updateOf } from "#src/render/frame-words.ts";
import { forNobody } from "#src/render/message/for-nobody.ts";
import { plainBlocks } from "#src/render/plain/plain-blocks.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";
import { templateInput } from "#src/render/template-input.ts";
import { webUrl } from "#src/render/web-url.ts";
import { bareHtml } from "./bare-html.ts";
import { forVisitors } from "./for-visitors.ts";
import { filledForNobody } from "./filled-for-nobody.ts";
import type { OwnOnline } from "./own-online.ts";

/**
 * Renders what an issue's page, the feeds and the search show of the issue. The article is made from the blocks, not from the mail: the
 * mail's template says why a reader gets it and how to leave, and neither is true of a visitor. The same input gives the same bytes. Throws
 * nothing.
 */
export function renderArticle(options: {
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
  /** The newsletter's own blocks that the issue places, as `ownOnline` makes them. */
  readonly own: OwnOnline;
}): Article {
  const { issue, newsletter, own } = options;
  const bare = templateInput(issue, newsletter, options.images);
  const body = withoutHidden(forVisitors(bare.body, issue), own);
  const input = { ...bare, own: own.map((shown) => shown ?? { html: "", text: "" }) };
  // The page itself says when it was last changed, so the byline does not.
  const frame = frameWords({ ...input, issue: { ...issue, updated: null } });
  const plain = (text: string) => forNobody(text, issue);
  const html = filledForNobody(
    sayInHtml(coverHtml(input) + introHtml(input) + body.map((block) => blockHtml(block, input)).join("")),
    input,
  );
  const subtitle = issue.subtitle === null ? null : plain(issue.subtitle);
  const texts = [
    plain(issue.title),
    subtitle,
    plain(issue.description),
    frame.section,
    frame.series,
    frame.byline,
    ...issue.tags,
    // An address is not a word to search for, and most of them contain "https".
    plain(plainBlocks(body, input)).replace(/\b(?:https?:\/\/|mailto:)\S+/g, " "),
  ];
  return {
    subtitle,
    // Without a date the dateline is the number alone.
    number: frameWords({ ...input, issue: { ...issue, date: null } }).dateline,
    series: frame.series,
    byline: plain(frame.byline),
    updated: updateOf(issue),
    tags: issue.tags,
    section: issue.section?.key ?? null,
    list: issue.list,
    html,
    bare: bareHtml(html, webUrl(newsletter, issue.slug)),
    words: foldText(withoutVoices(texts.filter((text) => text !== null).join(" "))),
    isBody: true,
  };
}

/** Replaces each block of the newsletter's own that could not be shown by what stands in it. */
function withoutHidden(body: readonly Block[], own: OwnOnline): readonly Block[] {
  return mapBlocks(body, (block) => {
    if (block.kind !== "own" || own[block.index] != null) return [block];
    const { children, blocks, place } = block;
    return children.length === 0 ? blocks : [{ kind: "paragraph", children, place }, ...blocks];
  });
}

function coverHtml(input: TemplateInput): string {
  const { image } = input.issue;
  if (image === null || shownImage(image.src, input.images) === null) return "";
  return blockHtml({ kind: "image", image, url: null, place: image.place }, input);
}

function introHtml(input: TemplateInput): string {
  const { intro } = frameWords(input);
  const style = `margin:0 0 20px;${serif(input.theme, { ...BODY, tone: "muted" })}`;
  return intro === null ? "" : `<p class="lp-muted" style="${style}">${escapeHtml(intro)}</p>`;
}
