import type { Rule } from "#src/preflight/letter.ts";

/** Hosts that stand for the one that is still to be written, and lead to a page about nothing, or to somebody else's. */
const HOST =
  /^(?:www\.)?(?:example\.(?:com|org|net)|(?:your|my|our)-?(?:domain|site|website|company|link|url|brand)\.(?:com|org|net)|domain\.(?:com|tld)|site\.tld|xxx+|url|link|todo|tbd|tk|insert-?link|placeholder(?:\.com)?|x{2,}\.(?:com|org))$/i;

/** Addresses of example sites that have a path are an author's own examples. */
const EXAMPLE = /^(?:www\.)?example\.(?:com|org|net)$/i;

/** An address that was put there until the right one is known. An agency's button once led to xxx. */
export const checkLinkPlaceholder: Rule = ({ issue }, report) => {
  for (const { url, text, place } of issue.links) {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) continue;
    const { hostname, pathname, search } = new URL(url);
    const isPage = pathname !== "/" || search !== "";
    if (!HOST.test(hostname) || (EXAMPLE.test(hostname) && isPage)) continue;
    // Words that say so themselves are about the host.
    if (text.toLowerCase().includes(hostname.replace(/^www\./, ""))) continue;
    report.error(
      "link/placeholder",
      place,
      `The link “${text.trim()}” leads to ${hostname}, which stands for another address.`,
      {
        hint: "Write the address of the page.",
      },
    );
  }
};
