/** What an address from somebody's own mail does. `leaves`: it ends or shows their subscription; `counts`: it counts a click as theirs. */
type PersonalLink = "leaves" | "counts";

/** Hosts and paths of newsletter systems that are for one reader alone, each with what the address does. */
const SYSTEMS: readonly (readonly [host: RegExp, path: RegExp, PersonalLink])[] = [
  [/\.list-manage\d*\.com$/, /^\/(?:unsubscribe|profile|vcard)\b/, "leaves"],
  [/\.list-manage\d*\.com$/, /^\/track\/click/, "counts"],
  [/^manage\.kmail-lists\.com$/, /^\/subscriptions\//, "leaves"],
  [/(?:^|\.)klclick\d*\.com$/, /./, "counts"],
  [/^(?:unsubscribe|preferences)\.(?:convertkit|kit)-mail\d*\.com$/, /./, "leaves"],
  [/^click\.(?:convertkit|kit)-mail\d*\.com$/, /./, "counts"],
  [/(?:^|\.)substack\.com$/, /^\/action\/disable_email/, "leaves"],
  [/^substack\.com$/, /^\/redirect\//, "counts"],
  [/^link\.mail\.beehiiv\.com$/, /./, "counts"],
  [/^(?:www\.)?buttondown\.(?:com|email)$/, /\/unsubscribe\//, "leaves"],
  [/(?:^|\.)cmail\d+\.com$/, /^\/t\//, "counts"],
  [/(?:^|\.)createsend\d*\.com$/, /^\/t\//, "counts"],
  [/(?:^|\.)(?:hubspotlinks|mlsend|awstrack|rs6|pstmrk)\.(?:com|me|net|it)$/, /./, "counts"],
  [/^(?:www\.)?mandrillapp\.com$/, /^\/track\/click/, "counts"],
  // On a domain of the sender's own: SendGrid, Mailgun, HubSpot.
  [/./, /^\/(?:ls|wf)\/click$/, "counts"],
  [/^email\./, /^\/c\/eJ[\w-]{40,}/, "counts"],
  [/./, /^\/asm\/unsubscribe\/?$/, "leaves"],
  [/./, /^\/hs\/(?:manage|preferences-center|subscription-preferences)/, "leaves"],
];
/** A general page about leaving has no secret in its address; a page that removes one reader has. */
const UNSUBSCRIBES = /\/(?:unsubscribe|opt-?out|email-preferences|manage-preferences)\b/i;
const SECRET = /[=/][\w~.-]{20,}/;

/** Returns what a personal address does; null for one that is the same for everybody. */
export function personalLink({ hostname, pathname, search }: URL): PersonalLink | null {
  // This is one reader's copy: everybody who opens the page may leave or change for that reader.
  if (/^(?:mailchi\.mp|(?:[\w-]+\.)?campaign-archive\d*\.com)$/.test(hostname) && /[?&]e=\w/.test(search))
    return "counts";
  const known = SYSTEMS.find(([host, path]) => host.test(hostname) && path.test(pathname));
  if (known !== undefined) return known[2];
  return UNSUBSCRIBES.test(pathname) && SECRET.test(search) ? "leaves" : null;
}
