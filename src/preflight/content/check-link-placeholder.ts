import type { Rule } from "#src/preflight/letter.ts";

/** Hosts that stand for the one that is still to be written, and lead to a page about nothing, or to somebody else's. */
const HOST =
  /^(?:www\.)?(?:(?:your|my|our)-?(?:domain|site|website|company|link|url|brand)\.(?:com|org|net)|domain\.(?:com|tld)|site\.tld|xxx+|url|link|todo|tbd|tk|(?:insert|your|add)-?(?:link|url)(?:-?here)?(?:\.com)?|placeholder(?:\.com)?|x{2,}\.(?:com|org))$/i;

/** `google` for Google, of which people speak; the whole name for all others. */
function namedBy(hostname: string): string {
  return hostname.replace(/^www\./, "").replace(/^google\.com$/, "google");
}

/** True for a host that is no name yet. */
export function isPlaceholderHost(hostname: string): boolean {
  return HOST.test(hostname);
}

/** The front page of one that is for examples, or that everybody types to try a link. One with a path is an author's own example. */
const EXAMPLE = /^(?:www\.)?(?:example\.com|test\.com|google\.com)$/i;

/** An address that was put there until the right one is known. An agency's button once led to xxx. */
export const checkLinkPlaceholder: Rule = ({ issue }, report) => {
  for (const { url, text, place } of issue.links) {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) continue;
    const { hostname, pathname, search } = new URL(url);
    const isExample = EXAMPLE.test(hostname) && pathname === "/" && search === "";
    // Words that name the host are about it.
    if ((!isPlaceholderHost(hostname) && !isExample) || text.toLowerCase().includes(namedBy(hostname)))
      continue;
    const say = isExample ? report.warning : report.error;
    const message = `The link “${text.trim()}” leads to ${hostname}, which stands for another address.`;
    say("link/placeholder", place, message, { hint: "Write the address of the page." });
  }
};
