import type { Insertable, Kysely } from "kysely";
import { appendBatch } from "./batches.ts";
import type { Database, DeliveriesTable } from "#src/store/database/schema.ts";
import { type NewSend, type SendRow, insertSend } from "./sends.ts";

/** A reader who is known in advance: for a test an address that somebody typed, for a trigger one subscriber. */
type KnownReader = Pick<
  Insertable<DeliveriesTable>,
  "subscriber_id" | "subscriber_public_id" | "address" | "address_key" | "slot_values"
>;

/** Record a send whose readers are known, at most 100: planned now, in one batch, ready to be posted. */
export async function insertPlanned(
  db: Kysely<Database>,
  send: Omit<NewSend, "due_at" | "state">,
  readers: readonly KnownReader[],
  now: number,
): Promise<SendRow> {
  const counts = { candidates: readers.length, excluded: 0, recipients: readers.length };
  const times = { due_at: now, planned_at: now, started_at: now };
  const row = await insertSend(db, { ...send, ...counts, ...times, state: "submitting" }, now);
  const batch = await appendBatch(db, { send_id: row.id, wave: 0, not_before: now });
  const planned = { send_id: row.id, batch_id: batch.id, outcome: "planned", arrival: 0 } as const;
  await db
    .insertInto("deliveries")
    .values(readers.map((reader, position) => ({ ...reader, ...planned, position })))
    .execute();
  return row;
}
