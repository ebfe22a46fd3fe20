import {
  ACTIVE,
  BOUNCED,
  COMPLAINED,
  PENDING,
  type RowState,
  UNSTATED,
  UNSUBSCRIBED,
  WORDS,
} from "./row-state.ts";

export const SOURCE_NAMES = [
  "letterpress",
  "beehiiv",
  "substack",
  "mailchimp",
  "ghost",
  "kit",
  "buttondown",
  "curated",
  "listmonk",
  "resend",
  "generic",
] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** The text of a row's column by its header in small letters; empty where the file has no such column. */
export type Cell = (row: readonly string[]) => string;
export type Columns = (header: string) => Cell;

/** A system whose export is recognised. Headers are compared in small letters. */
export interface Source {
  readonly name: SourceName;
  /** True for a header line of this system. */
  readonly is: (headers: ReadonlySet<string>, file: string) => boolean;
  readonly address: readonly string[];
  /** When the person subscribed, first that is there; when they left. */
  readonly since: readonly string[];
  readonly left?: readonly string[];
  /** A column with all attributes as JSON. */
  readonly packed?: string;
  /** Columns kept as evidence of consent, by the name they get. */
  readonly evidence?: Readonly<Record<string, string>>;
  readonly state: (
    column: Columns,
    headers: ReadonlySet<string>,
    file: string,
  ) => (row: readonly string[]) => RowState;
}

/** In the order they are tried: the most particular headers first. */
export const SOURCES: readonly Source[] = [
  {
    name: "mailchimp",
    is: (headers) => ["member_rating", "leid", "euid"].filter((name) => headers.has(name)).length >= 2,
    address: ["email address"],
    since: ["confirm_time", "optin_time"],
    left: ["unsub_time", "clean_time"],
    evidence: {
      opted_in_at: "optin_time",
      opted_in_ip: "optin_ip",
      confirmed_at: "confirm_time",
      confirmed_ip: "confirm_ip",
    },
    // The status is in the file's name; what only one kind of file has is stronger than a name somebody may have changed.
    state: (_column, headers, file) => {
      const named = /(?:^|[^a-z])(unsubscribed|nonsubscribed|subscribed|cleaned)(?:[^a-z]|$)/i.exec(
        file,
      )?.[1];
      if (headers.has("clean_time")) return () => BOUNCED;
      if (headers.has("unsub_time")) return () => UNSUBSCRIBED;
      if (named === undefined) return () => UNSTATED;
      if (named.toLowerCase() === "nonsubscribed") {
        return () => ({ refuse: "Mailchimp lists it as never subscribed" });
      }
      return () => WORDS[named.toLowerCase()] ?? PENDING;
    },
  },
  {
    name: "substack",
    is: (headers) => headers.has("email_disabled") || (headers.has("stripe plan") && headers.has("email")),
    address: ["email"],
    since: ["created_at", "start date"],
    // `email_disabled` is consent turned round; the dashboard's export has no column for consent at all.
    state: (column, headers) => {
      const address = column("email");
      const disabled = column("email_disabled");
      return (row) => {
        if (address(row).toLowerCase().trim().endsWith("@deletion-request.substack.com")) {
          return { refuse: "Substack marks it as deleted on request" };
        }
        if (!headers.has("email_disabled")) return UNSTATED;
        const word = disabled(row).trim().toLowerCase();
        if (word === "true") return UNSUBSCRIBED;
        return word === "false" ? ACTIVE : PENDING;
      };
    },
  },
  {
    name: "ghost",
    is: (headers) => headers.has("subscribed_to_emails"),
    address: ["email"],
    since: ["created_at"],
    left: ["deleted_at"],
    state: (column) => {
      const subscribed = column("subscribed_to_emails");
      const deleted = column("deleted_at");
      return (row) => {
        const word = subscribed(row).trim().toLowerCase();
        if (deleted(row).trim() !== "" || word === "false") return UNSUBSCRIBED;
        return word === "true" ? ACTIVE : PENDING;
      };
    },
  },
  {
    name: "buttondown",
    is: (headers) =>
      headers.has("subscriber_type") ||
      (headers.has("subscription_date") && headers.has("unsubscription_date")),
    address: ["email"],
    since: ["subscription_date", "creation_date"],
    left: ["unsubscription_date"],
    evidence: { opted_in_ip: "ip_address", subscribed_via: "referrer_url" },
    state: (column) => {
      const type = column("subscriber_type");
      const left = column("unsubscription_date");
      const mailable = new Set([
        "regular",
        "premium",
        "gifted",
        "trialed",
        "churned",
        "churning",
        "past_due",
      ]);
      return (row) => {
        const word = type(row).trim().toLowerCase();
        const state = mailable.has(word) ? ACTIVE : (WORDS[word] ?? PENDING);
        return left(row).trim() !== "" && (state === ACTIVE || state === PENDING) ? UNSUBSCRIBED : state;
      };
    },
  },
  {
    name: "beehiiv",
    is: (headers) =>
      headers.has("email") &&
      headers.has("status") &&
      ["tier", "unsubscribed_at", "free tier", "subscription date (substack)"].some((name) =>
        headers.has(name),
      ),
    address: ["email"],
    since: ["created_at"],
    left: ["unsubscribed_at"],
    state: (column) => {
      const status = column("status");
      const left = column("unsubscribed_at");
      return (row) => {
        const word = status(row).trim().toLowerCase();
        // At beehiiv, inactive is somebody who left.
        if (left(row).trim() !== "" || word === "inactive") return UNSUBSCRIBED;
        return WORDS[word] ?? PENDING;
      };
    },
  },
  {
    name: "listmonk",
    packed: "attributes",
    is: (headers) =>
      headers.has("attributes") && headers.has("name") && (headers.has("uuid") || headers.size <= 4),
    address: ["email"],
    since: ["created_at"],
    // `enabled` is the person, not the subscription: listmonk does not export who left a list.
    state: (column) => {
      const status = column("status");
      return (row) => {
        const word = status(row).trim().toLowerCase();
        if (word === "disabled") return UNSUBSCRIBED;
        return word === "enabled" || word === "" ? UNSTATED : (WORDS[word] ?? PENDING);
      };
    },
  },
  {
    name: "curated",
    is: (headers) => headers.has("email address") && headers.has("subscribed at"),
    address: ["email address"],
    since: ["subscribed at"],
    evidence: { subscribed_via: "utm referrer" },
    state: () => () => ACTIVE,
  },
  {
    name: "resend",
    is: (headers) => headers.has("email") && headers.has("unsubscribed"),
    address: ["email"],
    since: ["created_at"],
    state: (column) => {
      const unsubscribed = column("unsubscribed");
      return (row) => {
        const word = unsubscribed(row).trim().toLowerCase();
        if (word === "true") return UNSUBSCRIBED;
        return word === "false" ? ACTIVE : PENDING;
      };
    },
  },
  {
    name: "kit",
    is: (headers, file) =>
      headers.has("email") &&
      ((headers.has("status") && headers.has("referrer") && headers.has("tags")) ||
        kitState(file) !== undefined),
    address: ["email", "email_address"],
    since: ["created_at"],
    evidence: { subscribed_via: "referrer" },
    state: (column, _headers, file) => {
      const status = column("status");
      const named = kitState(file);
      return (row) => {
        const word = status(row).trim().toLowerCase();
        if (word === "") return named === undefined ? PENDING : (WORDS[named] ?? PENDING);
        return WORDS[word] ?? PENDING;
      };
    },
  },
  {
    name: "letterpress",
    is: (headers) => headers.has("email"),
    address: ["email"],
    since: ["since", "created_at"],
    left: ["since"],
    // A file in our own words without a status is a list of readers, by the word of whoever imports it.
    state: (column, headers) => {
      const status = column("status");
      const suppressed = column("suppressed");
      return (row) => {
        const reason = suppressed(row).trim().toLowerCase();
        if (reason === "complained") return COMPLAINED;
        if (reason === "bounced") return BOUNCED;
        if (reason !== "")
          return { state: "unsubscribed", suppress: reason === "suppressed" ? "suppressed" : "manual" };
        if (!headers.has("status")) return ACTIVE;
        return WORDS[status(row).trim().toLowerCase()] ?? PENDING;
      };
    },
  },
  {
    name: "generic",
    is: () => true,
    address: [],
    since: ["created_at", "subscribed_at"],
    state: (column, headers) => {
      const status = column("status");
      return (row) =>
        headers.has("status") ? (WORDS[status(row).trim().toLowerCase()] ?? PENDING) : UNSTATED;
    },
  },
];

/** Kit exports one file per state: `Confirmed Subscribers.csv`. */
function kitState(file: string): string | undefined {
  return /(?:^|[\\/])(confirmed|unconfirmed|cold|cancelled|bounced|complained) subscribers/i
    .exec(file)?.[1]
    ?.toLowerCase();
}
