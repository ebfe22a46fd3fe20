import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import type { ExportRow } from "#src/store/readers/subscribers.ts";

export const EXPORT_TARGETS = ["ghost", "mailchimp", "kit", "resend", "listmonk"] as const;
export type ExportTarget = (typeof EXPORT_TARGETS)[number];

/** Which people a file contains: those who may be mailed, or everybody else. */
const EXPORT_PARTS = ["active", "left"] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];

/**
 * Systems whose import gives all rows of a file one status, whatever a column says: a file of everybody would subscribe
 * readers there who have left here.
 */
export const ONE_STATUS: ReadonlySet<ExportTarget> = new Set(["mailchimp", "kit", "listmonk"]);

/** A person with their memberships (only of the exported list, if one was chosen). */
export interface ExportPerson {
  readonly row: ExportRow;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly memberships: readonly { readonly list: string; readonly state: string; readonly at: number }[];
}

interface ExportFormat {
  readonly header: readonly string[];
  readonly rows: (person: ExportPerson) => readonly (readonly string[])[];
}

/** Columns of our own export before the attributes; an attribute with one of these names becomes `attributes.<name>`. */
const OWN = [
  "email",
  "list",
  "status",
  "since",
  "timezone",
  "paused_until",
  "created_at",
  "updated_at",
  "public_id",
  "suppressed",
  "suppressed_at",
] as const;

/** Our own format: every column, one row per person and list, so that importing it restores the same data. */
export function ownFormat(newsletter: Newsletter): ExportFormat {
  const names = Object.keys(attributesOf(newsletter));
  const reserved = new Set<string>(OWN);
  return {
    header: [...OWN, ...names.map((name) => (reserved.has(name) ? `attributes.${name}` : name))],
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
  const first = ({ attributes }: ExportPerson) => plain(attributes["first_name"]);
  const last = ({ attributes }: ExportPerson) => plain(attributes["last_name"]);
  const name = (person: ExportPerson) => [first(person), last(person)].filter(Boolean).join(" ");
  const lists = ({ memberships }: ExportPerson, separator: string) =>
    memberships
      .filter(({ state }) => state === "active")
      .map(({ list }) => list)
      .join(separator);
  switch (target) {
    case "ghost":
      return {
        header: [
          "email",
          "name",
          "note",
          "subscribed_to_emails",
          "complimentary_plan",
          "stripe_customer_id",
          "created_at",
          "deleted_at",
          "labels",
        ],
        rows: (person) => [
          [
            person.row.address,
            name(person),
            "",
            String(statusOf(person) === "active"),
            "",
            "",
            iso(person.row.created_at),
            "",
            lists(person, ","),
          ],
        ],
      };
    case "mailchimp": {
      const words = {
        active: "subscribed",
        pending: "nonsubscribed",
        unsubscribed: "unsubscribed",
        bounced: "cleaned",
        complained: "unsubscribed",
      };
      return {
        header: ["Email Address", "First Name", "Last Name", "Status", "TAGS"],
        rows: (person) => [
          [person.row.address, first(person), last(person), words[statusOf(person)], lists(person, ",")],
        ],
      };
    }
    case "kit": {
      const words = {
        active: "active",
        pending: "unconfirmed",
        unsubscribed: "cancelled",
        bounced: "bounced",
        complained: "complained",
      };
      return {
        header: ["email", "first_name", "status", "tags", "referrer", "created_at"],
        rows: (person) => [
          [
            person.row.address,
            first(person),
            words[statusOf(person)],
            lists(person, ", "),
            "",
            iso(person.row.created_at),
          ],
        ],
      };
    }
    case "resend":
      return {
        header: ["email", "first_name", "last_name", "unsubscribed"],
        rows: (person) => [
          [person.row.address, first(person), last(person), String(statusOf(person) !== "active")],
        ],
      };
    case "listmonk":
      return {
        header: ["email", "name", "attributes", "status"],
        rows: (person) => [
          [
            person.row.address,
            name(person),
            JSON.stringify(person.attributes),
            statusOf(person) === "active" ? "enabled" : "blocklisted",
          ],
        ],
      };
  }
}

/** Whether this person may be mailed, according to the exported lists. */
export function isActive(person: ExportPerson): boolean {
  return statusOf(person) === "active";
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

/** Empty for a day that is not known: an import keeps 0 where a file's date could not be read. */
function iso(at: number | null): string {
  return at === null || Number(at) === 0 ? "" : new Date(Number(at)).toISOString();
}

function plain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
