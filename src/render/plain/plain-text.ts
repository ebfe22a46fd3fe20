import type { TemplateInput } from "#src/model/template.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { joinPresent } from "#src/render/join-present.ts";
import { footerLinks } from "#src/render/blocks/links-html.ts";
import { withoutVoices } from "#src/model/words/voice.ts";
import { joinShown } from "./join-shown.ts";
import { plainPieces } from "./plain-blocks.ts";
import { imageWords } from "./plain-inline.ts";

/**
 * Makes the text part from blocks, never from HTML: the same words in the same order, a letter that reads well on its own. Lines are not
 * wrapped, because a phone wraps better than we could. Tokens are left for the personaliser.
 */
export function plainText(input: TemplateInput): string {
  const paragraphs = [...top(input), ...plainPieces(input.body, input), "--", ...bottom(input)];
  return `${withoutVoices(joinShown(paragraphs, "\n\n"))
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function top(input: TemplateInput): (string | null)[] {
  const { issue, newsletter, urls } = input;
  const frame = frameWords(input);
  const cover = issue.image === null ? null : lines([imageWords(issue.image.alt, input), frame.caption]);
  return [
    lines([
      input.theme.logo?.alt ?? newsletter.name,
      frame.dateline,
      frame.viewOnline === null ? null : `${frame.viewOnline}: ${urls.web}`,
    ]),
    lines([frame.section, frame.series]),
    lines([underlined(issue.title), issue.subtitle, frame.byline]),
    cover,
    frame.intro,
  ];
}

function bottom(input: TemplateInput): (string | null)[] {
  const frame = frameWords(input);
  return [
    lines([frame.reason, frame.postalAddress]),
    lines(footerLinks(input).map(({ url, words }) => `${words}: ${url}`)),
  ];
}

function underlined(title: string): string {
  return `${title}\n${"=".repeat(Math.min(60, Array.from(title).length))}`;
}

function lines(pieces: readonly (string | null)[]): string {
  return joinPresent(pieces, "\n");
}
