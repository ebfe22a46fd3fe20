import { type Kysely, sql } from "kysely";
import type { SendState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { NUMBERED, readSequence, writeSequence } from "#src/store/database/sequences.ts";

/**
 * Ids that were given after the backup was made are in Resend's memory and in events still to come. A restored ledger
 * goes on far above them: otherwise an old event would speak of a new reader, and a new batch would carry an old key.
 */
const GAP = 1_000_000_000;

/**
 * Turn what a backup knew into what may be trusted: nothing that was under way moves before a person has resumed it,
 * and a batch that was in flight is uncertain, because its later keys are not known. Tests and mails of triggers are given up: a reader who waits for one
 * asks again. Returns how many sends wait now.
 */
export async function markRestored(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  now: number,
): Promise<number> {
  const known = await knownUntil(db);
  const live = await db
    .selectFrom("sends")
    .select(["id", "kind", "state", "reason"])
    .where("state", "in", ["scheduled", "planning", "submitting", "paused"])
    .execute();
  for (const { id, kind, state, reason } of live) {
    if (kind !== "issue") {
      await giveUp(db, id, state, now);
      continue;
    }
    const before = reason === null ? state : `${state} (${reason})`;
    const note = `A backup was restored; when it was made this send was ${before}. What happened since, only Resend knows.`;
    const why = { reason: "restored", note, resume_at: null } as const;
    if (state === "paused")
      await db
        .updateTable("sends")
        .set({ ...why, updated_at: now })
        .where("id", "=", id)
        .execute();
    else await stepSend(db, id, state, "paused", now, why);
  }
  await doubtInFlight(db, now);
  await db.deleteFrom("trigger_queue").execute();
  for (const table of NUMBERED) {
    const last = await readSequence({ db, dialect }, table);
    await writeSequence({ db, dialect }, table, last + GAP);
  }
  await db.updateTable("limiter").set({ next_at: 0 }).execute();
  await writeMeta(db, "restored_from", known);
  await writeMeta(db, "restored_at", now);
  return live.filter(({ kind }) => kind === "issue").length;
}

/** When this ledger was last restored from a backup; null where it never was. */
export async function restoredAt(db: Kysely<Database>): Promise<number | null> {
  return readMeta(db, "restored_at");
}

/** Up to when the backup knew what happened: the latest time in it. */
export async function restoredFrom(db: Kysely<Database>): Promise<number | null> {
  return readMeta(db, "restored_from");
}

async function readMeta(db: Kysely<Database>, name: string): Promise<number | null> {
  const row = await db.selectFrom("meta").select("value").where("name", "=", name).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

async function writeMeta(db: Kysely<Database>, name: string, at: number): Promise<void> {
  const value = String(at);
  await db
    .insertInto("meta")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

async function knownUntil(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ at: number | null }>`select max(at) as at from (
      select max(updated_at) as at from sends union all select max(accepted_at) from batches
      union all select max(received_at) from events
      union all select max(high_water_at) from limiter union all select max(updated_at) from subscribers
    ) times`.execute(db);
  return Number(rows[0]?.at ?? 0);
}

async function giveUp(db: Kysely<Database>, id: number, state: SendState, now: number): Promise<void> {
  // `planning` has written nothing and has no step to `canceled` of its own.
  if (state === "planning") await stepSend(db, id, "planning", "scheduled", now);
  const from = state === "planning" ? "scheduled" : state;
  await stepSend(db, id, from, "canceled", now, { finished_at: now });
  await sql`update batches set state = 'withdrawn' where send_id = ${id} and state = 'pending'`.execute(db);
  await sql`update deliveries set outcome = 'withdrawn', not_received = 1, reason = 'restored' where send_id = ${id}
    and outcome = 'planned' and batch_id in (select id from batches where state = 'withdrawn')`.execute(db);
}

async function doubtInFlight(db: Kysely<Database>, now: number): Promise<void> {
  const why = "A backup was restored while it was in flight.";
  await sql`update deliveries set outcome = 'uncertain', reason = ${why} where outcome = 'planned'
    and batch_id in (select id from batches where state = 'submitting')`.execute(db);
  await sql`update batches set state = 'uncertain', ambiguous_at = coalesce(ambiguous_at, ${now}),
    last_error = ${why}, lease_token = null, lease_until = null where state = 'submitting'`.execute(db);
}
