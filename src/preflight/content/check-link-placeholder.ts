import type { Rule } from "#src/preflight/letter.ts";

/** Hosts that stand for the one that is still to be written, and lead to a page about nothing, or to somebody else's. */
const HOST =
  /^(?:www\.)?(?:(?:your|my|our)-?(?:domain|site|website|company|link|url|brand)\.(?:com|org|net)|domain\.(?:com|tld)|site\.tld|xxx+|url|link|todo|tbd|tk|insert-?link|placeholder(?:\.com)?|x{2,}\.(?:com|org))$/i;

/** Its front page says that it is for examples. One with a path is an author's own example. */
const EXAMPLE = /^(?:www\.)?example\.com$/i;

/** An address that was put there until the right one is known. An agency's button once led to xxx. */
export const checkLinkPlaceholder: Rule = ({ issue }, report) => {
  for (const { url, text, place } of issue.links) {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) continue;
    const { hostname, pathname, search } = new URL(url);
    const isExample = EXAMPLE.test(hostname) && pathname === "/" && search === "";
    // Words that name the host are about it.
    if ((!HOST.test(hostname) && !isExample) || text.toLowerCase().includes(hostname.replace(/^www\./, "")))
      continue;
    const say = isExample ? report.warning : report.error;
    const message = `The link “${text.trim()}” leads to ${hostname}, which stands for another address.`;
    say("link/placeholder", place, message, { hint: "Write the address of the page." });
  }
};
