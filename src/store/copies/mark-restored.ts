import { type Kysely, sql } from "kysely";
import type { SendState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readMeta, writeMeta } from "#src/store/database/meta.ts";
import type { Database } from "#src/store/database/schema.ts";
import { withdrawUnposted } from "#src/store/sends/deliveries.ts";
import { changeSend, stepSend } from "#src/store/sends/sends.ts";
import { NUMBERED, readSequence, writeSequence } from "#src/store/database/sequences.ts";

/**
 * Resend still knows the ids that were given after the backup was made, and so do events yet to come. A restored ledger
 * goes on far above them: otherwise an old event would be about a new reader, and a new batch would carry an old key.
 */
const GAP = 1_000_000_000;

/**
 * Turn what a backup knew into what may be trusted: nothing that was under way moves before a person has resumed it,
 * and a batch that was in flight is uncertain, because its later keys are not known. Tests and mails of triggers are given
 * up: a reader who waits for one asks again. Returns how many sends wait now.
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
    const note = `A backup was restored. When the backup was made, this send was ${before}. Only Resend knows what has happened since.`;
    const why = { reason: "restored", note, resume_at: null } as const;
    if (state === "paused") await changeSend(db, id, state, now, why);
    else await stepSend(db, id, state, "paused", now, why);
  }
  await doubtInFlight(db, now);
  await db.deleteFrom("trigger_queue").execute();
  for (const table of NUMBERED) {
    const last = await readSequence({ db, dialect }, table);
    await writeSequence({ db, dialect }, table, last + GAP);
  }
  await db.updateTable("limiter").set({ next_at: 0 }).execute();
  await writeMeta(db, "restored_from", String(known));
  await writeMeta(db, "restored_at", String(now));
  return live.filter(({ kind }) => kind === "issue").length;
}

/** When this ledger was last restored from a backup; null where it never was. */
export async function restoredAt(db: Kysely<Database>): Promise<number | null> {
  return readTime(db, "restored_at");
}

/** Returns up to when the restored backup knew what happened: its latest time; null without a restore. */
export async function restoredFrom(db: Kysely<Database>): Promise<number | null> {
  return readTime(db, "restored_from");
}

async function readTime(db: Kysely<Database>, name: string): Promise<number | null> {
  const value = await readMeta(db, name);
  return value === null ? null : Number(value);
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
  await stepSend(db, id, state, "canceled", now, { finished_at: now });
  // Such a send goes to one reader, or to some addresses that somebody typed.
  while ((await withdrawUnposted(db, id, "restored", 100)) > 0);
}

async function doubtInFlight(db: Kysely<Database>, now: number): Promise<void> {
  const why = "It was in flight when the restored backup was made.";
  await sql`update deliveries set outcome = 'uncertain', reason = ${why} where outcome = 'planned'
    and batch_id in (select id from batches where state = 'submitting')`.execute(db);
  await sql`update batches set state = 'uncertain', ambiguous_at = coalesce(ambiguous_at, ${now}),
    last_error = ${why}, lease_token = null, lease_until = null where state = 'submitting'`.execute(db);
}
