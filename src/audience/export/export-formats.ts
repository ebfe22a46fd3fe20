import { OWN_COLUMNS } from "#src/audience/consent/own-columns.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import type { ExportRow } from "#src/store/readers/subscribers.ts";

/** The system that will read a file. */
export type ExportTarget = "ghost" | "mailchimp" | "kit" | "resend" | "listmonk";

/**
 * Which people a file contains. `active`: those who may be mailed. `left`: everybody else, which is what must be
 * blocked where a system gives a whole file one status. `unsubscribed`: those who said no or are suppressed. A person
 * who has not confirmed is in `left` but not in `unsubscribed`.
 */
export type ExportPart = "active" | "left" | "unsubscribed";

/**
 * Systems whose import gives all rows of a file one status, whatever a column says: there, a file of everybody would
 * subscribe readers who have left here.
 */
export const ONE_STATUS: ReadonlySet<ExportTarget> = new Set(["mailchimp", "kit", "listmonk"]);

/** A person with their memberships (only of the exported list, if one was chosen). */
export interface ExportPerson {
  readonly row: Pick<
    ExportRow,
    | "address"
    | "timezone"
    | "paused_until"
    | "created_at"
    | "updated_at"
    | "public_id"
    | "suppressed"
    | "suppressed_at"
  >;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly memberships: readonly { readonly list: string; readonly state: string; readonly at: number }[];
}

interface ExportFormat {
  readonly header: readonly string[];
  readonly rows: (person: ExportPerson) => readonly (readonly string[])[];
}

/**
 * Our own format: every column, one row per person and list. An attribute with the name of one of our columns becomes
 * `attributes.<name>`. An import restores addresses, memberships, suppressions, time zones, pauses and attributes, but no
 * public ids.
 */
export function ownFormat(newsletter: Newsletter): ExportFormat {
  const names = Object.keys(attributesOf(newsletter));
  const reserved = new Set<string>(OWN_COLUMNS);
  return {
    header: [...OWN_COLUMNS, ...names.map((name) => (reserved.has(name) ? `attributes.${name}` : name))],
    rows: ({ row, attributes, memberships }) =>
      (memberships.length === 0 ? [null] : memberships).map((membership) => [
        row.address,
        membership?.list ?? "",
        membership?.state ?? "unsubscribed",
        iso(membership?.at ?? null),
        row.timezone ?? "",
        iso(row.paused_until),
        iso(row.created_at),
        iso(row.updated_at),
        row.public_id,
        row.suppressed ?? "",
        iso(row.suppressed_at),
        ...names.map((name) => plain(attributes[name])),
      ]),
  };
}

/**
 * What another system's import accepts, one row per person. If the system has no status for an unconfirmed person, they
 * count as not subscribed: otherwise it would mail them.
 */
export function targetFormat(target: ExportTarget): ExportFormat {
  const columns = TARGETS[target];
  return {
    header: Object.keys(columns),
    rows: (person) => [Object.values(columns).map((column) => column(person))],
  };
}

type Column = (person: ExportPerson) => string;

const email: Column = ({ row }) => row.address;
const first: Column = ({ attributes }) => plain(attributes["first_name"]);
const last: Column = ({ attributes }) => plain(attributes["last_name"]);
const name: Column = (person) => [first(person), last(person)].filter(Boolean).join(" ");
const since: Column = ({ row }) => iso(row.created_at);
const empty: Column = () => "";

/** The active lists of a person. */
function lists(separator: string): Column {
  return ({ memberships }) =>
    memberships
      .filter(({ state }) => state === "active")
      .map(({ list }) => list)
      .join(separator);
}

/** The columns of each system's file, in order. */
const TARGETS: Readonly<Record<ExportTarget, Readonly<Record<string, Column>>>> = {
  ghost: {
    email,
    name,
    note: empty,
    subscribed_to_emails: (person) => String(isActive(person)),
    complimentary_plan: empty,
    stripe_customer_id: empty,
    created_at: since,
    deleted_at: empty,
    labels: lists(","),
  },
  mailchimp: {
    "Email Address": email,
    "First Name": first,
    "Last Name": last,
    Status: (person) => MAILCHIMP_STATUS[statusOf(person)],
    TAGS: lists(","),
  },
  kit: {
    email,
    first_name: first,
    status: (person) => KIT_STATUS[statusOf(person)],
    tags: lists(", "),
    referrer: empty,
    created_at: since,
  },
  resend: {
    email,
    first_name: first,
    last_name: last,
    unsubscribed: (person) => String(!isActive(person)),
  },
  listmonk: {
    email,
    name,
    attributes: ({ attributes }) => JSON.stringify(attributes),
    status: (person) => (isActive(person) ? "enabled" : "blocklisted"),
  },
};

const MAILCHIMP_STATUS = {
  active: "subscribed",
  pending: "nonsubscribed",
  unsubscribed: "unsubscribed",
  bounced: "cleaned",
  complained: "unsubscribed",
};
const KIT_STATUS = {
  active: "active",
  pending: "unconfirmed",
  unsubscribed: "cancelled",
  bounced: "bounced",
  complained: "complained",
};

/** Whether this person may be mailed, according to the exported lists. */
function isActive(person: ExportPerson): boolean {
  return statusOf(person) === "active";
}

export function isIn(part: ExportPart, person: ExportPerson): boolean {
  const status = statusOf(person);
  if (part === "unsubscribed") return status !== "active" && status !== "pending";
  return (status === "active") === (part === "active");
}

/** One status for a person over all exported lists; a suppression outweighs every list. */
function statusOf({
  row,
  memberships,
}: ExportPerson): "active" | "pending" | "unsubscribed" | "bounced" | "complained" {
  if (row.suppressed === "complained") return "complained";
  if (row.suppressed === "bounced" || row.suppressed === "suppressed") return "bounced";
  if (row.suppressed !== null) return "unsubscribed";
  const states = new Set(memberships.map(({ state }) => state));
  if (states.has("active")) return "active";
  return states.has("pending") ? "pending" : "unsubscribed";
}

/** Empty for an unknown day: an import keeps 0 where a file's date could not be read. */
function iso(at: number | null): string {
  return at === null || Number(at) === 0 ? "" : new Date(Number(at)).toISOString();
}

function plain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
