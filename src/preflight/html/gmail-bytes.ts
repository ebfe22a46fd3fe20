import type { Email } from "#src/model/email.ts";
import { type MergeTag, RATE_TAG, type Slot } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { joinParts, longestBytes, withSlots } from "#src/model/parts/read-parts.ts";

/** Bytes of a reader's text for which no `truncate` says how long it may be. */
const LONGEST_TEXT = 200;
/** Bytes of the address under which Resend lets its own contacts unsubscribe. */
const HOSTED_LINK = 260;
/** Bytes that a tracked link has besides its target, which is percent-encoded in it: a host, two ids and a signature. */
const TRACKED_LINK = 165;
/** Bytes of the picture that counts an open. */
const TRACKED_OPEN = 300;
/** The parts of a token that are as long for every reader: version, key, the public id and the signature, with what is between them. */
const TOKEN = "v1.........".length + 2 * 22 + 2;

/** As long as the public id of a send, which replaces the list in a link by which a reader says how the issue was. */
const PUBLIC_ID = "x".repeat(22);

/**
 * The most bytes of HTML that arrive, as Gmail counts them before it cuts: for the reader who gets the most of it, with each merge
 * tag at its longest. Where the newsletter says that its domain tracks, every link is as Resend rewrites it, and a picture is added.
 */
export function gmailBytes(email: Email, newsletter: Newsletter): number {
  const { opens, clicks } = newsletter.resend.tracking;
  const html = withSlots(email.html, (slot) => longest(slot, email, newsletter));
  return longestBytes(html, clicks ? trackedBytes : undefined) + (opens ? TRACKED_OPEN : 0);
}

/**
 * The HTML up to where Gmail cuts it, for the reader who gets the most of it. The bytes that tracking adds are spread over all of it,
 * so the place is off by a line or two.
 */
export function upToTheCut(email: Email, newsletter: Newsletter): string {
  const html = Buffer.from(joinParts(email.html, (slot) => longest(slot, email, newsletter)));
  const share = CUT / gmailBytes(email, newsletter);
  return html.subarray(0, Math.floor(html.length * share)).toString("utf8");
}

/** Bytes after which Gmail shows “[Message clipped]”. */
const CUT = 102_400;

function trackedBytes(html: string): number {
  return [...html.matchAll(/<a\b[^>]*?\shref\s*=\s*"(https?:[^"]*)"/gi)].reduce(
    (sum, [, href = ""]) => sum + TRACKED_LINK + tracked(href) - Buffer.byteLength(href),
    Buffer.byteLength(html),
  );
}

/** The length of an address inside another. */
function tracked(href: string): number {
  return encodeURIComponent(href.replaceAll("&amp;", "&").toWellFormed()).length;
}

function longest({ tag: index, context }: Slot, email: Email, newsletter: Newsletter): string {
  const tag = email.tags[index];
  if (tag === undefined) return "";
  if (tag.name.startsWith("urls."))
    return linkOf(tag.name === RATE_TAG.name ? PUBLIC_ID : email.list, newsletter);
  const length = lengthOf(tag, newsletter);
  // A whole address begins with its scheme; a component of one is percent-encoded, three bytes for each.
  if (context === "url") return `https://${"x".repeat(length)}`;
  return "x".repeat(context === "url-component" ? 3 * length : length);
}

function linkOf(list: string, { audience, url }: Newsletter): string {
  if (audience === "resend") return "https://".padEnd(HOSTED_LINK, "x");
  return `${url}/u/`.padEnd(url.length + 3 + TOKEN + list.length, "x");
}

/** The longest that a tag can become, in bytes. */
function lengthOf({ name, filters }: MergeTag, { attributes }: Newsletter): number {
  const declared = attributes[name.replace(/^subscriber\./, "")]?.type ?? "string";
  const limit = filters.findLast((filter) => filter.name === "truncate")?.args[0];
  const own = limit === undefined ? LONGEST[declared] : 4 * Number(limit);
  const fallbacks = filters.map((filter) => (filter.name === "default" ? String(filter.args[0] ?? "") : ""));
  return Math.max(own, ...fallbacks.map((text) => Buffer.byteLength(text)));
}

const LONGEST = { string: LONGEST_TEXT, number: 24, boolean: 5, date: 40 } as const;
