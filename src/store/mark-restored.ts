import { type Kysely, sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";
import { stepSend } from "./sends.ts";
import { NUMBERED, readSequence, writeSequence } from "./sequences.ts";

/**
 * Ids that were given after the backup was made are in Resend's memory and in events still to come. A restored ledger
 * goes on far above them: otherwise an old event would speak of a new reader, and a new batch would carry an old key.
 */
const GAP = 1_000_000_000;

/**
 * Turn what a backup knew into what may be trusted: nothing that was under way moves before a person has resumed it,
 * and a batch that was in flight is uncertain, because its later keys are not known. Tests are given up. Returns how
 * many sends wait now.
 */
export async function markRestored(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  now: number,
): Promise<number> {
  const live = await db
    .selectFrom("sends")
    .select(["id", "kind", "state", "reason"])
    .where("state", "in", ["scheduled", "planning", "submitting", "paused"])
    .execute();
  for (const { id, kind, state, reason } of live) {
    if (kind === "test") {
      await giveUpTest(db, id, now);
      continue;
    }
    const before = reason === null ? state : `${state} (${reason})`;
    const note = `A backup was restored; when it was made this send was ${before}. What happened since, only Resend knows.`;
    const why = { reason: "restored", note, resume_at: null };
    if (state === "paused")
      await db.updateTable("sends").set({ ...why, updated_at: now }).where("id", "=", id).execute();
    else await stepSend(db, id, state, "paused", now, why);
  }
  await doubtInFlight(db, now);
  for (const table of NUMBERED) {
    const last = await readSequence({ db, dialect }, table);
    await writeSequence({ db, dialect }, table, last + GAP);
  }
  await db.updateTable("limiter").set({ next_at: 0 }).execute();
  await db
    .insertInto("meta")
    .values({ name: "restored_at", value: String(now) })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: String(now) }))
    .execute();
  return live.filter(({ kind }) => kind !== "test").length;
}

/** When this ledger was last restored from a backup; null for one that never was. */
export async function restoredAt(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("name", "=", "restored_at")
    .executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

async function giveUpTest(db: Kysely<Database>, id: number, now: number): Promise<void> {
  await stepSend(db, id, "submitting", "canceled", now, { finished_at: now });
  await sql`update batches set state = 'withdrawn' where send_id = ${id} and state = 'pending'`.execute(db);
  await sql`update deliveries set outcome = 'withdrawn', reason = 'restored' where send_id = ${id}
    and outcome = 'planned' and batch_id in (select id from batches where state = 'withdrawn')`.execute(db);
}

async function doubtInFlight(db: Kysely<Database>, now: number): Promise<void> {
  const why = "A backup was restored while it was in flight.";
  await sql`update deliveries set outcome = 'uncertain', reason = ${why} where outcome = 'planned'
    and batch_id in (select id from batches where state = 'submitting')`.execute(db);
  await sql`update batches set state = 'uncertain', ambiguous_at = coalesce(ambiguous_at, ${now}),
    last_error = ${why}, lease_token = null, lease_until = null where state = 'submitting'`.execute(db);
}
