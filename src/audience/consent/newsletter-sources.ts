import { fold } from "./fold.ts";
import { OWN_COLUMNS } from "./own-columns.ts";
import { answers, filled, words } from "./readings.ts";
import { ACTIVE, BLOCKED, BOUNCED, UNSUBSCRIBED } from "./row-state.ts";
import { type Source, hasAll, hasAny, someMatch } from "./source.ts";
import { stateOfWord } from "./state-words.ts";

/** Only our own export has all of these columns; its attributes follow them. The export of commit d88295e has the same columns. */
const OWN = OWN_COLUMNS.map(fold);

/** Systems for newsletters, our own export first; then the most specific headers. */
export const NEWSLETTER_SOURCES = [
  {
    name: "letterpress",
    trusted: true,
    is: (headers) => hasAll(headers, ...OWN),
    address: ["email"],
    since: ["since", "created at"],
    left: ["since"],
    consent: [
      { column: "status", reads: words() },
      {
        column: "suppressed",
        reads: words({
          suppressed: { state: "unsubscribed", suppress: "suppressed" },
          manual: BLOCKED,
          erased: BLOCKED,
        }),
      },
    ],
    // An attribute may be called `state` or `newsletter`, too. Any column without the prefix was put there by hand.
    aside: [...OWN, /^attributes /],
  },
  {
    name: "mailchimp",
    trusted: true,
    is: (headers) => ["member rating", "leid", "euid"].filter((name) => headers.has(name)).length >= 2,
    address: ["email address"],
    since: ["confirm time", "optin time"],
    left: ["unsub time", "clean time"],
    evidence: {
      opted_in_at: "optin time",
      opted_in_ip: "optin ip",
      confirmed_at: "confirm time",
      confirmed_ip: "confirm ip",
    },
    consent: [
      { column: "unsub time", reads: filled(UNSUBSCRIBED) },
      { column: "clean time", reads: filled(BOUNCED) },
    ],
    aside: [/^(?:unsub|clean) /],
    // The status is in the file's name. A column that only one kind of file has is stronger evidence: a name may have been changed.
    file: (headers, file) => {
      if (headers.has("clean time")) return BOUNCED;
      if (headers.has("unsub time")) return UNSUBSCRIBED;
      // Counts as a yes only under the name that Mailchimp gives: `un-subscribed.csv` contains the same word.
      if (/^subscribed_/i.test(file)) return ACTIVE;
      const named = /(?:^|[^a-z])(unsubscribed|nonsubscribed|cleaned)(?:[^a-z]|$)/i
        .exec(file)?.[1]
        ?.toLowerCase();
      if (named === "nonsubscribed") return { refuse: "Mailchimp lists it as never subscribed" };
      return named === undefined ? undefined : stateOfWord(named);
    },
  },
  {
    name: "substack",
    trusted: true,
    is: (headers) =>
      (headers.has("email disabled") &&
        hasAny(headers, "active subscription", "expiry", "plan", "prefer digests", "type")) ||
      hasAll(headers, "stripe plan", "email"),
    address: ["email"],
    since: ["created at", "start date"],
    // A yes in this column means no mail. The dashboard's export has no column for consent at all.
    consent: [{ column: "email disabled", reads: answers(UNSUBSCRIBED, ACTIVE) }],
    aside: ["active subscription", "state province", /^subscription/],
    refuses: (address) =>
      address.toLowerCase().endsWith("@deletion-request.substack.com")
        ? "Substack marks it as deleted on request"
        : undefined,
  },
  {
    name: "ghost",
    trusted: true,
    is: (headers) =>
      headers.has("subscribed to emails") &&
      hasAny(headers, "complimentary plan", "stripe customer id", "labels"),
    address: ["email"],
    since: ["created at"],
    left: ["deleted at"],
    consent: [
      { column: "subscribed to emails", reads: answers(ACTIVE, UNSUBSCRIBED) },
      { column: "deleted at", reads: filled(UNSUBSCRIBED) },
    ],
  },
  {
    name: "buttondown",
    trusted: true,
    is: (headers) =>
      headers.has("subscriber type") || hasAll(headers, "subscription date", "unsubscription date"),
    address: ["email"],
    since: ["subscription date", "creation date"],
    left: ["unsubscription date"],
    evidence: { opted_in_ip: "ip address", subscribed_via: "referrer url" },
    consent: [
      {
        column: "subscriber type",
        reads: words({
          regular: ACTIVE,
          premium: ACTIVE,
          gifted: ACTIVE,
          trialed: ACTIVE,
          churned: ACTIVE,
          churning: ACTIVE,
          "past due": ACTIVE,
        }),
      },
      { column: "unsubscription date", reads: filled(UNSUBSCRIBED) },
    ],
  },
  {
    name: "beehiiv",
    trusted: true,
    is: (headers) =>
      hasAll(headers, "email", "status") &&
      hasAny(headers, "tier", "free tier", "subscription date substack"),
    address: ["email"],
    since: ["created at"],
    left: ["unsubscribed at"],
    // At beehiiv, `inactive` means that the person left.
    consent: [
      { column: "status", reads: words({ inactive: UNSUBSCRIBED }) },
      { column: "unsubscribed at", reads: filled(UNSUBSCRIBED) },
    ],
  },
  {
    name: "listmonk",
    trusted: true,
    packed: "attributes",
    is: (headers) => hasAll(headers, "attributes", "name") && (headers.has("uuid") || headers.size <= 4),
    address: ["email"],
    since: ["created at"],
    // `enabled` describes the person, not the subscription: listmonk does not export who left a list.
    consent: [{ column: "status", reads: words({ enabled: { state: "unstated" } }) }],
  },
  {
    name: "curated",
    trusted: true,
    is: (headers) => hasAll(headers, "email address", "subscribed at") && someMatch(headers, /^utm /),
    address: ["email address"],
    since: ["subscribed at"],
    evidence: { subscribed_via: "utm referrer" },
    consent: [{ column: "subscribed at", reads: filled(ACTIVE) }],
  },
  {
    name: "resend",
    trusted: true,
    is: (headers) =>
      hasAll(headers, "email", "first name", "last name", "unsubscribed") &&
      (hasAll(headers, "id", "created at") || headers.size === 4),
    address: ["email"],
    since: ["created at"],
    consent: [{ column: "unsubscribed", reads: answers(UNSUBSCRIBED, ACTIVE) }],
  },
  {
    name: "kit",
    trusted: true,
    is: (headers, file) =>
      headers.has("email") && (hasAll(headers, "status", "referrer", "tags") || kitState(file) !== undefined),
    address: ["email", "email address"],
    since: ["created at"],
    left: ["cancelled at", "unsubscribed at"],
    evidence: { subscribed_via: "referrer" },
    consent: [
      { column: /^(?:status|state)$/, reads: words() },
      { column: /^(?:cancelled|unsubscribed) at$/, reads: filled(UNSUBSCRIBED) },
    ],
    file: (headers, file) => (headers.has("status") ? undefined : kitState(file)),
  },
] as const satisfies readonly Source[];

/** Kit exports one file per state: `Confirmed Subscribers.csv`. */
function kitState(file: string) {
  const named = /(?:^|[\\/])(confirmed|unconfirmed|cold|cancelled|bounced|complained) subscribers/i.exec(
    file,
  )?.[1];
  return named === undefined ? undefined : stateOfWord(named);
}
