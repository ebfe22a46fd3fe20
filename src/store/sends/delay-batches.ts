import { type Kysely, sql } from "kysely";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { BATCH_SIZE } from "#src/model/spread-batches.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { SendRow } from "./sends.ts";
import { settingsOf } from "./settings-of.ts";

/**
 * Keeps the pace of a send that was stopped or for which no process was running: otherwise all batches that should have
 * left meanwhile would leave at once. Every batch that was never posted moves by the time lost; a second attempt has waited
 * for its turn already. If readers get the send in their own morning, the days of a ramp move by whole days, so that it
 * stays a morning. They do not move for less than half a day, because what is late then belongs to that day. Without a ramp
 * only late batches are spread again. A send without a pace is left alone. With `leniencyMs` that much of the delay is
 * caught up by a burst, so that a job that runs once an hour makes progress.
 */
export async function delayBatches(
  db: Kysely<Database>,
  send: Pick<SendRow, "id" | "public_id" | "segment" | "settings">,
  now: number,
  leniencyMs = 0,
): Promise<void> {
  const { perHour, ramp, local } = settingsOf(send);
  const steps = ramp?.steps ?? null;
  if (perHour === undefined && steps === null) return;
  const { rows } = await sql<{ at: number | null }>`select min(not_before) as at from batches
    where send_id = ${send.id} and state = 'pending' and attempts = 0`.execute(db);
  const lost = now - Number(rows[0]?.at ?? now);
  if (lost <= leniencyMs) return;
  if (local !== null && steps === null && perHour !== undefined) return spreadLate(db, send.id, perHour, now);
  const delay = local === null ? lost - leniencyMs : Math.round(lost / DAY_MS) * DAY_MS;
  if (delay === 0) return;
  await sql`update batches set not_before = not_before + cast(${delay} as bigint)
    where send_id = ${send.id} and state = 'pending' and attempts = 0`.execute(db);
}

async function spreadLate(db: Kysely<Database>, sendId: number, perHour: number, now: number): Promise<void> {
  const gap = Math.ceil((BATCH_SIZE / perHour) * HOUR_MS);
  await sql`update batches set not_before = cast(${now} as bigint) + (late.place - 1) * cast(${gap} as bigint)
    from (select id, row_number() over (order by n) as place from batches
      where send_id = ${sendId} and state = 'pending' and attempts = 0 and not_before < ${now}) late
    where late.id = batches.id`.execute(db);
}
