import type { Kysely, Selectable } from "kysely";
import type { ConsentsTable, Database } from "#src/store/database/schema.ts";

export type ConsentRow = Selectable<ConsentsTable>;

/** Write one act into the log and return its id. Rows are only ever added; erasure alone empties their evidence. */
export async function recordConsent(
  db: Kysely<Database>,
  consent: {
    subscriberId: number | null;
    addressKey: string;
    list: string | null;
    act: ConsentsTable["act"];
    at: number;
    /** For example `cli:ana`, `form`, `one-click`, `import:beehiiv`. */
    source: string;
    evidence: Readonly<Record<string, unknown>>;
  },
): Promise<number> {
  const { subscriberId, addressKey, list, act, at, source, evidence } = consent;
  const { id } = await db
    .insertInto("consents")
    .values({
      subscriber_id: subscriberId,
      address_key: addressKey,
      list,
      act,
      at,
      source,
      evidence: JSON.stringify(evidence),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Everything that was ever recorded about an address, oldest first. */
export async function consentsOf(db: Kysely<Database>, addressKey: string): Promise<ConsentRow[]> {
  return db
    .selectFrom("consents")
    .selectAll()
    .where("address_key", "=", addressKey)
    .orderBy("at")
    .orderBy("id")
    .execute();
}
