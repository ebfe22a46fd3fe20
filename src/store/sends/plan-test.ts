import type { Kysely } from "kysely";
import { appendBatch } from "./batches.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Write the one batch of a test: addresses somebody typed, who need not be subscribers. At most 100. */
export async function planTest(
  db: Kysely<Database>,
  sendId: number,
  recipients: readonly { address: string; addressKey: string; slotValues: string }[],
  now: number,
): Promise<void> {
  const batch = await appendBatch(db, { send_id: sendId, wave: 0, not_before: now });
  await db
    .insertInto("deliveries")
    .values(
      recipients.map(({ address, addressKey, slotValues }, position) => ({
        send_id: sendId,
        subscriber_id: null,
        subscriber_public_id: null,
        issue_id: null,
        address,
        address_key: addressKey,
        batch_id: batch.id,
        position,
        slot_values: slotValues,
        outcome: "planned" as const,
        arrival: 0,
      })),
    )
    .execute();
}
