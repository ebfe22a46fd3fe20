import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Outcome } from "#src/model/states.ts";
import { type BatchGuard, type BatchRow, batchesIn, stepBatch } from "./batches.ts";
import { type DeliveryRow, settleBatchItems } from "./deliveries.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Sends with a batch of unknown fate, whatever became of the send. */
export const IN_DOUBT = sql<number>`select send_id from batches where state = 'uncertain'`;

/** Reads the ids of the sends in doubt, of one issue or of all. */
export async function sendsInDoubt(db: Kysely<Database>, issueId?: number | null): Promise<number[]> {
  let query = db
    .selectFrom("sends")
    .select("id")
    .where(sql<boolean>`id in (${IN_DOUBT})`);
  if (issueId !== undefined) query = query.where("issue_id", "=", issueId);
  return (await query.orderBy("id").execute()).map(({ id }) => id);
}

/**
 * Settles as accepted those uncertain recipients of a send for whom an event with our tag has brought Resend's id. A
 * missing event proves nothing. Returns how many were settled.
 */
export async function settleAcceptedByEvents(db: Kysely<Database>, sendId: number): Promise<number> {
  const { numAffectedRows } =
    await sql`update deliveries set outcome = 'submitted', reason = 'An event proves that Resend accepted it.'
    where ${inDoubt(sendId)} and provider_id is not null`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Counts the recipients in doubt: those whom an event has proved, and the others. Found by their batches: a send may have a million. */
export async function countDoubts(
  db: Kysely<Database>,
  sendId: number,
): Promise<{ readonly proved: number; readonly open: number }> {
  const { rows } = await sql<{ proved: number; n: number }>`select count(provider_id) as proved, count(*) as n
    from deliveries where ${inDoubt(sendId)}`.execute(db);
  const proved = Number(rows[0]?.proved ?? 0);
  return { proved, open: Number(rows[0]?.n ?? 0) - proved };
}

function inDoubt(sendId: number): RawBuilder<boolean> {
  return sql<boolean>`outcome = 'uncertain'
    and batch_id in (select id from batches where send_id = ${sendId} and state = 'uncertain')`;
}

/**
 * Makes sure that a batch is never posted again by itself: nobody knows whether Resend accepted it, and a repeat cannot
 * tell. Events, Resend's list or a person will settle it. Nothing changes if the guard no longer holds.
 */
export async function doubtBatch(
  db: Kysely<Database>,
  batch: BatchRow,
  reason: string,
  now: number,
  guard: BatchGuard = { id: batch.id },
): Promise<void> {
  const changes = { ambiguous_at: batch.ambiguous_at ?? now, last_error: reason };
  if (await stepBatch(db, guard, "submitting", "uncertain", changes))
    await settleBatchItems(db, batch.id, "planned", "uncertain", reason);
}

/** A recipient for whom Resend may have a message that the ledger does not know of. */
export interface Doubtful extends Pick<DeliveryRow, "id" | "send_id" | "address"> {
  readonly batch_id: number;
  /** When its batch was first posted; null where the ledger knows of no post. */
  readonly first_post_at: number | null;
}

/** Reads up to `limit` recipients in doubt, oldest first: of all uncertain batches, or of one send. `outcomes`: uncertain unless given. */
export async function doubtfulDeliveries(
  db: Kysely<Database>,
  options: { readonly sendId?: number; readonly outcomes?: readonly Outcome[]; readonly limit: number },
): Promise<Doubtful[]> {
  const query = db
    .selectFrom("deliveries")
    .innerJoin("batches", "batches.id", "deliveries.batch_id")
    .select([
      "deliveries.id",
      "deliveries.send_id",
      "batches.id as batch_id",
      "deliveries.address",
      "batches.first_post_at",
    ])
    .where("deliveries.outcome", "in", options.outcomes ?? ["uncertain"])
    .orderBy("deliveries.id")
    .limit(options.limit);
  return options.sendId === undefined
    ? query.where("batches.state", "=", "uncertain").execute()
    : query.where("deliveries.send_id", "=", options.sendId).execute();
}

/** Settles a recipient as accepted: Resend's list shows their message with our tag. False if they were settled meanwhile. */
export async function settleAcceptedByList(
  db: Kysely<Database>,
  id: number,
  providerId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("deliveries")
    .set({
      outcome: "submitted",
      provider_id: providerId,
      reason: "Resend's list proves that it was accepted.",
    })
    .where("id", "=", id)
    .where("outcome", "=", "uncertain")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Close the batches of a send in which no recipient is uncertain any more. */
export async function closeProvenBatches(db: Kysely<Database>, sendId: number, now: number): Promise<void> {
  for (const { id } of await batchesIn(db, sendId, ["uncertain"])) {
    const { n } = await db
      .selectFrom("deliveries")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .where("batch_id", "=", id)
      .where("outcome", "=", "uncertain")
      .executeTakeFirstOrThrow();
    if (Number(n) === 0) await stepBatch(db, { id }, "uncertain", "submitted", { accepted_at: now });
  }
}

/**
 * The right to look through Resend's list now, at most once in `everyMs` over all processes of a ledger. Two that
 * look at once would find the same and cost twice. A turn more than `everyMs` ahead was taken by a clock that has since
 * been set back: nobody waits until that time comes.
 */
export async function takeReconcileTurn(
  db: Kysely<Database>,
  now: number,
  everyMs: number,
): Promise<boolean> {
  // A time further ahead than one turn was written before the clock was set back.
  const { numAffectedRows } =
    await sql`insert into meta (name, value) values ('reconciled_at', ${String(now)})
    on conflict (name) do update set value = excluded.value
    where cast(meta.value as bigint) <= ${now - everyMs} or cast(meta.value as bigint) > ${now + everyMs}`.execute(
      db,
    );
  return numAffectedRows === 1n;
}
