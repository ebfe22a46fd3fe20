import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { subscriberByPublicId } from "./subscribers.ts";

/**
 * Returns the lists that a person was entered for and has not confirmed yet: pending, or left and asked for again since. A
 * list that was left stays marked so until they confirm: otherwise an import would take a stranger's entry for their
 * consent.
 */
export async function openRequests(db: Kysely<Database>, subscriberId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("list_members")
    .select("list")
    .where("subscriber_id", "=", subscriberId)
    .where((eb) =>
      eb.or([
        eb("state", "=", "pending"),
        eb.and([
          eb("state", "=", "unsubscribed"),
          eb.exists(
            eb
              .selectFrom("consents")
              .select(sql`1`.as("one"))
              .whereRef("consents.subscriber_id", "=", "list_members.subscriber_id")
              .whereRef("consents.list", "=", "list_members.list")
              .where("consents.act", "=", "form_submitted")
              .whereRef("consents.at", ">", "list_members.at"),
          ),
        ]),
      ]),
    )
    .orderBy("list")
    .execute();
  return rows.map(({ list }) => list);
}

/** The same for a public id; empty where nobody has it. */
export async function openRequestsOf(db: Kysely<Database>, publicId: string): Promise<string[]> {
  const person = await subscriberByPublicId(db, publicId);
  return person === undefined ? [] : openRequests(db, person.id);
}
