import { toHtml } from "hast-util-to-html";
import { toHast } from "mdast-util-to-hast";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { maskMergeTags } from "#src/issue/merge-tags/mask-merge-tags.ts";
import { tokenOf } from "#src/model/merge-tag.ts";

/**
 * Turns Markdown of another system into HTML, so that all posts go the same way. HTML in it stays. Merge tags are hidden from
 * Markdown: a space in `[leave]({{ unsubscribe_url }})` would end the link.
 */
export function markdownToHtml(markdown: string): string {
  const masked = maskMergeTags(markdown);
  const tree = toHast(parseMarkdown(masked.text), { allowDangerousHtml: true });
  const html = toHtml(tree, { allowDangerousHtml: true });
  return masked.candidates.reduce((text, { source }, index) => {
    const token = tokenOf(index, source.length);
    const escaped = source.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    return text.replaceAll(token, escaped).replaceAll(encodeURI(token), escaped);
  }, html);
}
