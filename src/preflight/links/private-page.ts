/** A page that is not for readers. */
interface PrivatePage {
  /** The words after “leads to”. */
  readonly what: string;
  /** The address that is for readers; null where nobody can know it from this one. */
  readonly instead: string | null;
}

interface Known {
  readonly host: RegExp;
  /** Matches the path, the query and the fragment. */
  readonly rest: RegExp;
  readonly what: string;
  readonly instead?: (url: string) => string;
}

const KNOWN: readonly Known[] = [
  {
    host: /^docs\.google\.com$/,
    rest: /^\/forms\/(?:u\/\d+\/)?d\/[\w-]+\/edit\b/,
    what: "the editor of a form",
    instead: (url) => url.replace(/\/edit\b.*$/, "/viewform"),
  },
  {
    host: /^docs\.google\.com$/,
    rest: /^\/(?:document|spreadsheets|presentation)\/(?:u\/\d+\/)?d\/[\w-]+\/edit\b/,
    what: "the editor of a document",
    instead: (url) => url.replace(/\/edit\b.*$/, "/view"),
  },
  {
    host: /^drive\.google\.com$/,
    rest: /^\/drive\/(?:u\/\d+\/)?(?:my-drive|home|recent)\b/,
    what: "a drive of your own",
  },
  { host: /^mail\.google\.com$/, rest: /^\/mail\b/, what: "a mailbox of your own" },
  {
    host: /^outlook\.(?:office|office365|live)\.com$/,
    rest: /^\/(?:mail|owa)\b/,
    what: "a mailbox of your own",
  },
  { host: /^calendar\.google\.com$/, rest: /^\/calendar\/(?:u\/\d+\/)?r\b/, what: "a calendar of your own" },
  {
    host: /^(?:www\.)?canva\.com$/,
    rest: /^\/design\/[\w-]+(?:\/[\w-]+)?\/edit\b/,
    what: "the editor of a design",
  },
  { host: /^(?:www\.)?dropbox\.com$/, rest: /^\/home\b/, what: "a folder of your own" },
  {
    host: /-git-[\w-]+\.vercel\.app$|^deploy-preview-\d+--[\w-]+\.netlify\.app$|^[0-9a-f]{8}\.[\w-]+\.pages\.dev$/,
    rest: /./,
    what: "a preview of a site",
  },
  { host: /^airtable\.com$/, rest: /^\/app\w{14}\/(?:tbl|viw)/, what: "a base that wants a login" },
  { host: /^app\.slack\.com$/, rest: /^\/client\//, what: "a channel that wants a login" },
  { host: /^[\w-]+\.admin\.mailchimp\.com$/, rest: /./, what: "an account at Mailchimp" },
  {
    host: /^app\.(?:beehiiv|kit|convertkit|mailerlite)\.com$/,
    rest: /./,
    what: "an account of a mailing system",
  },
  { host: /\.substack\.com$/, rest: /^\/publish\//, what: "the editor of a post" },
  { host: /./, rest: /^\/(?:[^?#]*\/)?wp-(?:admin\b|login\.php)/, what: "the administration of a site" },
  {
    host: /./,
    rest: /[?&]preview=true\b|[?&]preview_(?:id|nonce)=\d/,
    what: "a preview that only its authors see",
  },
  { host: /./, rest: /^\/ghost\/#/, what: "the administration of a site" },
  {
    host: /^(?:[\w-]+\.)*(?:staging|stg|preprod|uat)\.|^(?:[\w-]+-)?staging\./,
    rest: /./,
    what: "a copy of a site for tests",
  },
];

/** Returns null for a page that readers may see. A page that is shared only with some people looks like any other. */
export function privatePage(text: string, { hostname, pathname, search, hash }: URL): PrivatePage | null {
  const rest = pathname + search + hash;
  const found = KNOWN.find((one) => one.host.test(hostname) && one.rest.test(rest));
  return found === undefined ? null : { what: found.what, instead: found.instead?.(text) ?? null };
}
