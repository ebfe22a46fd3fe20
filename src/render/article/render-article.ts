import type { Article } from "#src/model/pages/article.ts";
import type { Block } from "#src/model/block.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
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
import { frameWords } from "#src/render/frame-words.ts";
import { cutHtml } from "#src/render/message/cut-slots.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";
import { forNobody } from "#src/render/message/for-nobody.ts";
import { fillSlot } from "#src/render/message/personalise.ts";
import { plainBlocks } from "#src/render/plain/plain-blocks.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";
import { tagsOf } from "#src/render/tags-of.ts";
import { templateInput } from "#src/render/template-input.ts";
import { webUrl } from "#src/render/web-url.ts";
import { bareHtml } from "./bare-html.ts";

/**
 * What an issue's page, the feeds and the search show of it. It is made from the blocks, not from the mail: the mail's template
 * says why a reader gets it and how to leave, and neither is true of a visitor. The same input gives the same bytes. Throws nothing.
 */
export function renderArticle(options: {
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
}): Article {
  const { issue, newsletter } = options;
  const input = templateInput(issue, newsletter, options.images);
  const body = forVisitors(input.body, issue);
  const frame = frameWords(input);
  const plain = (text: string) => forNobody(text, issue);
  const html = filled(
    sayInHtml(coverHtml(input) + introHtml(input) + body.map((block) => blockHtml(block, input)).join("")),
    {
      issue,
      newsletter,
    },
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
    // An address is no word, and most of them have "https" in them.
    plain(plainBlocks(body, input)).replace(/\b(?:https?:\/\/|mailto:)\S+/g, " "),
  ];
  return {
    subtitle,
    // Without a date the line is the number alone.
    number: frameWords({ ...input, issue: { ...issue, date: null } }).dateline,
    series: frame.series,
    byline: plain(frame.byline),
    tags: issue.tags,
    section: issue.section?.key ?? null,
    list: issue.list,
    html,
    bare: bareHtml(html, webUrl(newsletter, issue.slug)),
    words: foldText(withoutVoices(texts.filter((text) => text !== null).join(" "))),
    isBody: true,
  };
}

/**
 * The page has a share row and forms of its own, its topics are links, and it knows the next part of a series as well. It does not know
 * its visitor, whose answer could be counted any number of times.
 */
const NOT_ONLINE: ReadonlySet<Block["kind"]> = new Set(["subscribe", "share", "tags", "series", "rate"]);

/**
 * What a visitor sees: of a part for some readers what a stranger gets, and of a newsletter's own block what stands in it, because its
 * look is made by the template's code, which no page runs.
 */
function forVisitors(body: readonly Block[], { asked }: Issue): readonly Block[] {
  return mapBlocks(body, (block) => {
    if (NOT_ONLINE.has(block.kind)) return [];
    if (block.kind === "own") {
      const { children, blocks, place } = block;
      return children.length === 0 ? blocks : [{ kind: "paragraph", children, place }, ...blocks];
    }
    if (block.kind !== "only") return [block];
    const segment = asked[block.asked];
    return segment !== undefined && isIn(segment, {}) ? block.blocks : block.otherwise;
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

/** Each merge tag as a reader of whom nothing is known would get it. A visitor has no link of their own: the pages say where one is. */
function filled(html: string, { issue, newsletter }: { issue: Issue; newsletter: Newsletter }): string {
  const { url } = newsletter;
  const web = webUrl(newsletter, issue.slug);
  const values = { subscriber: {}, urls: { unsubscribe: `${url}/u`, preferences: `${url}/p`, web } };
  const tags = tagsOf(issue);
  const parts = cutHtml(html, htmlRegions(html), { tags, web }, ({ what, reason }) => {
    throw new Error(`A block of ${issue.path} has a ${what} ${reason}.`);
  });
  return joinParts(parts, (slot) => fillSlot({ tags }, slot, values));
}
