import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "./escape.ts";
import { iconHtml } from "./linked/icon-html.ts";
import { linkLook } from "./inline-html.ts";
import { frameWords } from "#src/render/frame-words.ts";

/** Renders the footer's links on one line where there is room: unsubscribe, preferences, view online, then elsewhere. */
export function linksHtml(input: TemplateInput): string {
  const links = footerItems(input).map(
    ({ url, html }) => `<a${linkLook(input, "lp-quiet")} href="${escapeHtml(url)}">${html}</a>`,
  );
  // Non-breaking spaces, because Outlook for Windows honours padding on table cells alone. They stay in one element with their link:
  // otherwise they could begin the next line.
  return links
    .map((link, index) => {
      const space = index === links.length - 1 ? "" : "\u00A0\u00A0\u00A0";
      return `<span class="lp-apart">${link}${space}</span>`;
    })
    .join(" ");
}

/**
 * Returns the footer's links as `{ url, words }`, in their order: unsubscribe, preferences, view online, the newsletter's `social` pages.
 * The words are in the language. It leaves out a link that this issue does not have. `url` may be a merge-tag token: put it into
 * `href` unchanged. Throws nothing.
 */
export function footerLinks(input: TemplateInput): { url: string; words: string }[] {
  return footerItems(input).map(({ url, words }) => ({ url, words }));
}

/** Returns the footer's links with the HTML inside each: its words, or an icon that has them as alt text. */
function footerItems(
  input: TemplateInput,
): { readonly url: string; readonly words: string; readonly html: string }[] {
  const { urls, newsletter } = input;
  const { unsubscribe, preferences, viewOnline } = frameWords(input);
  const links = [
    { url: urls.unsubscribe, words: unsubscribe },
    { url: urls.preferences, words: preferences },
    { url: urls.web, words: viewOnline },
  ];
  return [
    ...links.flatMap(({ url, words }) =>
      url === null || words === null ? [] : [{ url, words, html: escapeHtml(words) }],
    ),
    ...newsletter.social.map((social) => ({
      url: social.url,
      words: social.label,
      html: iconHtml(social, input) ?? escapeHtml(social.label),
    })),
  ];
}
