import type { Kysely } from "kysely";
import { appendBatch } from "./batches.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Write the one batch of a trigger's send: one subscriber, planned for now. */
export async function planTrigger(
  db: Kysely<Database>,
  sendId: number,
  subscriber: { id: number; public_id: string; address: string; address_key: string },
  slotValues: string,
  now: number,
): Promise<void> {
  const batch = await appendBatch(db, { send_id: sendId, wave: 0, not_before: now });
  await db
    .insertInto("deliveries")
    .values({
      send_id: sendId,
      subscriber_id: subscriber.id,
      subscriber_public_id: subscriber.public_id,
      issue_id: null,
      address: subscriber.address,
      address_key: subscriber.address_key,
      batch_id: batch.id,
      position: 0,
      slot_values: slotValues,
      outcome: "planned",
      arrival: 0,
    })
    .execute();
}
