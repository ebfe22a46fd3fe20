import type { OtherIssue } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { numberIn } from "#src/model/words/counted.ts";
import { voiceOf } from "#src/model/words/voice.ts";
import { fill } from "#src/model/words/words.ts";
import { saidAround } from "#src/render/say-in-html.ts";
import { webUrl } from "#src/render/web-url.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { linkLook } from "./inline-html.ts";
import { margin, sans } from "./styles.ts";

/** Renders a link to the previous part of the series. */
export function seriesHtml(_block: BlockOf<"series">, { input }: Emit, { gap, above }: Stand): string {
  const { newsletter, issue, theme } = input;
  const part = previousPart(input);
  if (part === null) return "";
  const link = linkHtml(part.url, part.words, part.other, input);
  const words = saidAround(wordsIn(newsletter, issue.lang).email.previous, "{title}", link);
  return `<p class="lp-ink" style="${margin(above, gap)};${sans(theme, 15, 1.5, 400, theme.light.ink)}">${words}</p>`;
}

/**
 * Returns the previous part and its name here, which is its number (or its title if it has none). The number does not change. A title may
 * still be corrected, and that would turn an approved mail into another one.
 */
export function previousPart({
  newsletter,
  issue,
}: TemplateInput): { readonly url: string; readonly words: string; readonly other: OtherIssue } | null {
  const other = issue.series?.previous ?? null;
  if (other === null) return null;
  const { part } = wordsIn(newsletter, issue.lang).email;
  const number = other.part;
  const words =
    number === null ? other.title : fill(part, { part: numberIn(voiceOf(part, issue.lang), number) });
  return { url: webUrl(newsletter, other.slug), words, other: number === null ? other : issue };
}

/** Renders links to earlier issues, by their titles. */
export function relatedHtml(
  block: BlockOf<"related">,
  { input }: Emit,
  { first, gap, above }: Stand,
): string {
  const { newsletter, issue, theme } = input;
  const issues = issue.related[block.index] ?? [];
  if (issues.length === 0) return "";
  const { ink } = theme.light;
  const title = escapeHtml(wordsIn(newsletter, issue.lang).email.related);
  const lines = issues.map((other, index) => {
    const link = linkHtml(webUrl(newsletter, other.slug), other.title, other, input);
    const below = index === issues.length - 1 ? gap : 8;
    return `<p class="lp-ink" style="${margin(0, below)};${sans(theme, 15, 1.5, 400, ink)}">${link}</p>`;
  });
  return `<p class="lp-ink" style="${margin(first ? above : 8, 8)};${sans(theme, 15, 1.4, 700, ink)}">${title}</p>${lines.join("")}`;
}

/** Renders what the issue is about, in the words of its author. */
export function tagsHtml(_block: BlockOf<"tags">, { input }: Emit, { gap, above }: Stand): string {
  const { theme, issue } = input;
  if (issue.tags.length === 0) return "";
  return `<p class="lp-muted" style="${margin(above, gap)};${sans(theme, 14, 1.5, 400, theme.light.muted)}">${escapeHtml(tagsLine(input))}</p>`;
}

/** "Topics: git · sending" */
export function tagsLine({ newsletter, issue }: TemplateInput): string {
  return fill(wordsIn(newsletter, issue.lang).email.tags, { tags: issue.tags.join(" · ") });
}

/** Renders a link that names the language of its title if it is not this issue's. */
function linkHtml(
  url: string,
  words: string,
  other: Pick<OtherIssue, "lang" | "dir">,
  input: TemplateInput,
): string {
  const lang = other.lang === input.issue.lang ? "" : ` lang="${escapeHtml(other.lang)}" dir="${other.dir}"`;
  return `<a${linkLook(input)} href="${escapeHtml(url)}"${lang}>${escapeHtml(words)}</a>`;
}
