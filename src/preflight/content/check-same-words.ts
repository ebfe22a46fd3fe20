import { TOKEN } from "#src/model/merge-tag.ts";
import type { Issue } from "#src/model/issue.ts";
import { bareUrl } from "#src/preflight/links/bare-url.ts";
import type { Rule } from "#src/preflight/letter.ts";

/**
 * Reports two links with the same words and different targets: one of them was copied, and its address or its words not changed.
 * Three targets and more are a label that the author means, such as “comments” behind each title.
 */
export const checkSameWords: Rule = ({ issue }, report) => {
  const links = issue.links.filter(({ text, url }) => /^https?:/i.test(url) && isSaying(text));
  for (const group of Map.groupBy(links, ({ text }) => said(text)).values()) {
    const [first, second] = [...new Map(group.map((link) => [bareUrl(link.url), link])).values()];
    const targets = new Set(group.map(({ url }) => bareUrl(url)));
    if (first === undefined || second === undefined || targets.size !== 2) continue;
    const message = `“${second.text.trim()}” leads to another page here than in line ${first.place.line}.`;
    report.warning("link/same-words", second.place, message, {
      hint: "Give each its own words, or correct the address that was copied.",
    });
  }
};

type Link = Issue["links"][number];

/** True for two words, or a long one: “PDF” and “2” stand for many things, and an address is its own target. */
function isSaying(text: Link["text"]): boolean {
  const words = said(text);
  return (
    !TOKEN.test(words) &&
    /\p{L}{2,}.*\s.*\p{L}{2,}|\p{L}{12,}/u.test(words) &&
    !/:\/\/|\.\p{L}{2,}\//u.test(words)
  );
}

function said(text: string): string {
  return text.replace(/\s+/gu, " ").trim().toLowerCase();
}
