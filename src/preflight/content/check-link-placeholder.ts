import type { Rule } from "#src/preflight/letter.ts";

/** Hosts that stand for one that is still to be written. They lead to a page about nothing, or to somebody else's. */
const HOST =
  /^(?:www\.)?(?:(?:your|my|our)-?(?:domain|site|website|company|link|url|brand)\.(?:com|org|net)|domain\.(?:com|tld)|site\.tld|xxx+|url|link|todo|tbd|tk|(?:insert|your|add)-?(?:link|url)(?:-?here)?(?:\.com)?|placeholder(?:\.com)?|x{2,}\.(?:com|org))$/i;

/** The name by which a link's words speak of a host: `google` for Google, the whole name for all others. */
function namedBy(hostname: string): string {
  return hostname.replace(/^www\./, "").replace(/^google\.com$/, "google");
}

/** True for a host that stands for another one. */
export function isPlaceholderHost(hostname: string): boolean {
  return HOST.test(hostname);
}

/** Hosts for examples, or that everybody types to try a link. Only their front page counts: a path is an author's own example. */
const EXAMPLE = /^(?:www\.)?(?:example\.com|test\.com|google\.com)$/i;

/** Reports an address that was put there until the right one is known. An agency's button once led to xxx. */
export const checkLinkPlaceholder: Rule = ({ issue }, report) => {
  for (const { url, text, place } of issue.links) {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) continue;
    const { hostname, pathname, search } = new URL(url);
    const isExample = EXAMPLE.test(hostname) && pathname === "/" && search === "";
    // A link whose words name the host is about that host.
    if ((!isPlaceholderHost(hostname) && !isExample) || text.toLowerCase().includes(namedBy(hostname)))
      continue;
    const say = isExample ? report.warning : report.error;
    const message = `The link “${text.trim()}” leads to ${hostname}, which stands for another address.`;
    say("link/placeholder", place, message, { hint: "Write the address of the page." });
  }
};
