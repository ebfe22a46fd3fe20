import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "./escape.ts";
import { linkLook } from "./inline-html.ts";
import { frameWords } from "#src/render/frame-words.ts";

/** The footer's links on one line where there is room: unsubscribe, preferences, view online, then elsewhere. */
export function linksHtml(input: TemplateInput): string {
  return (
    footerLinks(input)
      .map(
        ({ url, words }) =>
          `<a${linkLook(input, "lp-quiet")} href="${escapeHtml(url)}">${escapeHtml(words)}</a>`,
      )
      // Space that Outlook for Windows honours: padding counts there on table cells alone.
      .join("&nbsp;&nbsp;&nbsp; ")
  );
}

/**
 * The footer's links as `{ url, words }`, in their order: unsubscribe, preferences, view online, the newsletter's `social` pages. Words
 * are in the language; a link that this issue does not have is left out. `url` may be a merge-tag token: put it into `href`
 * unchanged. Throws nothing.
 */
export function footerLinks(input: TemplateInput): { url: string; words: string }[] {
  const { urls, newsletter } = input;
  const { unsubscribe, preferences, viewOnline } = frameWords(input);
  const links = [
    { url: urls.unsubscribe, words: unsubscribe },
    { url: urls.preferences, words: preferences },
    { url: urls.web, words: viewOnline },
    ...newsletter.social.map(({ url, label }) => ({ url, words: label })),
  ];
  return links.flatMap(({ url, words }) => (url === null || words === null ? [] : [{ url, words }]));
}
