import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";

/** New contacts, all for the same segments and with the same choices. */
export interface ImportOrder {
  /** CSV with the columns `email`, `first_name`, `last_name`, `unsubscribed` and those of `properties`. */
  readonly csv: string;
  /** Types of contact properties, by the column that holds them; the property has the column's name. */
  readonly properties: Readonly<Record<string, "string" | "number">>;
  readonly segments: readonly string[];
  /** Ids of topics that these contacts have left. */
  readonly left: readonly string[];
}

export interface ImportState {
  readonly status: string;
  readonly created: number;
  readonly failed: number;
}

/**
 * Has Resend make contacts, and returns the id of its import. A contact that exists is skipped and keeps what it has: a person
 * who left while a file was read stays away, and a repeat does no harm.
 */
export function startImport(
  client: Resend,
  { csv, properties, segments, left }: ImportOrder,
): Promise<Answer<string>> {
  const columns = Object.entries(properties).map(([key, type]) => [key, { column: key, type }] as const);
  return askResend(
    (options) =>
      client.contacts.imports.create(
        {
          file: new File([csv], "contacts.csv", { type: "text/csv" }),
          columnMap: {
            email: "email",
            firstName: "first_name",
            lastName: "last_name",
            unsubscribed: "unsubscribed",
            properties: Object.fromEntries(columns),
          },
          // Resend's documents name both `skip` and `upsert` as the default.
          onConflict: "skip",
          segments: segments.map((id) => ({ id })),
          topics: left.map((id) => ({ id, subscription: "opt_out" as const })),
        },
        options,
      ),
    ({ id }) => (typeof id === "string" ? id : null),
  );
}

/** How far an import has come: `queued`, `in_progress`, `completed` or `failed`. */
export function readImport(client: Resend, id: string): Promise<Answer<ImportState>> {
  return askResend(
    (options) => client.contacts.imports.get(id, options),
    ({ status, counts }) =>
      typeof status === "string" ? { status, created: counts.created, failed: counts.failed } : null,
  );
}
