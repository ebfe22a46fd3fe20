import { sharingParameters } from "./without-tracking.ts";

/**
 * Parameters that are added to an address to tell senders about clicks. Newsletters and directories add `ref` to the addresses of all
 * sites.
 */
const TRACKING = /^(?:utm_|mc_|mkt_|hsa_|_hs|pk_|ref$|ref_src$|fbclid$|gclid$|igshid$)/i;

/** The page that an address leads to, for comparisons: without scheme, `www.`, tracking and fragment, and with sorted parameters. */
export function bareUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const { hostname, pathname, searchParams } = new URL(text);
  const ofSite = sharingParameters(hostname);
  const query = [...searchParams]
    .filter(([name]) => !TRACKING.test(name) && !ofSite.includes(name.toLowerCase()))
    .map((pair) => pair.join("="));
  const path = pathname.replace(/\/(?:index\.html?)?$/, "");
  return `${hostname.replace(/^www\./, "")}${path}${query.length === 0 ? "" : `?${query.toSorted().join("&")}`}`;
}
