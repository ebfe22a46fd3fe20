import { type Kysely, sql } from "kysely";
import type { InTransaction, Ledger } from "#src/store/database/ledger.ts";
import { refuseNewer } from "#src/store/database/schema-version.ts";
import type { Database } from "#src/store/database/schema.ts";
import { inSteps } from "./in-steps.ts";
import { type SendRow, lockSend } from "./sends.ts";

/** A planner that is silent for this long is taken for dead, ms. A step is short, but it may have to wait for the lock. */
const LEASE_MS = 30_000;
/** The value of `planner` if nobody writes the send's plan any more, and rows of it may be left. */
const NOBODY = "";

/** Selects sends with rows of an unfinished plan. These rows count nowhere. On PostgreSQL a plan is one transaction, so there are none. */
export const UNFINISHED = sql<number>`select id from sends where planner is not null`;

/** Writes a plan: all of it in one transaction, or each part in some of its own. */
export interface PlanWriter {
  /** Write `count` numbered rows: `part` writes those after `after` up to `to`, and says how many it was. Returns the sum. */
  readonly each: (
    count: number,
    part: (db: Kysely<Database>, after: number, to: number) => Promise<number>,
  ) => Promise<number>;
  /** Writes one more part, such as the end, which makes the whole plan count. */
  readonly once: <T>(part: (db: Kysely<Database>) => Promise<T>) => Promise<T>;
}

/** Thrown by a writer whose send has left `planning`, or is now planned by somebody else. */
export class PlanTaken extends Error {}

/**
 * Makes the caller the planner of a send that is in `planning`, in the caller's transaction. `busy`: another planner is at
 * work. Null: there is nothing to plan. `isDead` tells whether the process of a token no longer runs.
 */
export async function takePlan(
  { db, dialect, clock }: InTransaction,
  sendId: number,
  token: string,
  isDead: (token: string) => boolean,
): Promise<SendRow | "busy" | null> {
  const send = await lockSend(db, dialect, sendId);
  if (send?.state !== "planning") return null;
  const now = clock.now();
  if (isHeld(send, now) && !isDead(send.planner ?? NOBODY)) return "busy";
  // Clears the numbers of an earlier plan that found nobody to mail.
  const counts = { candidates: null, excluded: null, recipients: null };
  const changes = { planner: token, planner_until: now + LEASE_MS, ...counts };
  await db.updateTable("sends").set(changes).where("id", "=", sendId).execute();
  return { ...send, ...changes };
}

/** Whether a planner is at work. A lease further ahead than any real one was written by a clock that has been set back since. */
function isHeld({ planner, planner_until: until }: SendRow, now: number): boolean {
  if (planner === null || planner === NOBODY || until === null) return false;
  return until > now && until <= now + 2 * LEASE_MS;
}

/** Lets others plan the send at once, because this planner could not finish it. */
export async function leavePlan(db: Kysely<Database>, sendId: number, token: string): Promise<void> {
  await db
    .updateTable("sends")
    .set({ planner: NOBODY, planner_until: null })
    .where("id", "=", sendId)
    .where("planner", "=", token)
    .execute();
}

/**
 * Returns a writer that checks at each step that the send is in `planning` and still the planner's. Throws `PlanTaken`, and
 * `ledger/newer`.
 */
export function stepWriter({ db, dialect, clock }: InTransaction, sendId: number, token: string): PlanWriter {
  const keep = async (trx: Kysely<Database>): Promise<void> => {
    await refuseNewer({ db: trx, dialect });
    const { numUpdatedRows } = await trx
      .updateTable("sends")
      .set({ planner_until: clock.now() + LEASE_MS })
      .where("id", "=", sendId)
      .where("state", "=", "planning")
      .where("planner", "=", token)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new PlanTaken();
  };
  return {
    each: async (count, part) => {
      let [after, written] = [0, 0];
      if (count > 0)
        await inSteps(db, async (trx, rows) => {
          await keep(trx);
          const to = Math.min(count, after + rows);
          written += await part(trx, after, to);
          after = to;
          return after < count;
        });
      return written;
    },
    once: (part) =>
      db.transaction().execute(async (trx) => {
        await keep(trx);
        return part(trx);
      }),
  };
}

/**
 * Deletes what an unfinished plan has written, in steps, for the planner who takes the send on or for nobody. False if
 * somebody else has taken it on meanwhile.
 */
export async function undoPlan(db: Kysely<Database>, sendId: number, planner = NOBODY): Promise<boolean> {
  let ours = true;
  await inSteps(db, async (trx, rows) => {
    const row = await trx.selectFrom("sends").select("planner").where("id", "=", sendId).executeTakeFirst();
    ours = row?.planner === planner;
    return ours && (await deleteSome(trx, sendId, rows)) > 0;
  });
  return ours;
}

/** Deletes about `rows` rows of a send: batch by batch, in the order in which they were written. Returns 0 if none is left. */
async function deleteSome(db: Kysely<Database>, sendId: number, rows: number): Promise<number> {
  const first = sql`select id from batches where send_id = ${sendId} order by n limit ${Math.ceil(rows / 100)}`;
  await sql`delete from deliveries where batch_id in (${first})`.execute(db);
  const batches = await sql`delete from batches where id in (${first})`.execute(db);
  if (batches.numAffectedRows) return Number(batches.numAffectedRows);
  const excluded = await sql`delete from exclusions where send_id = ${sendId} and subscriber_id in
    (select subscriber_id from exclusions where send_id = ${sendId} limit ${rows})`.execute(db);
  return Number(excluded.numAffectedRows ?? 0n);
}

/**
 * Deletes what plans have left behind of sends that are no longer in `planning`, of one issue or of all: sends that were
 * paused or canceled while they were planned, or restored. If there are none it costs one look at an index.
 */
export async function sweepPlans({ db }: Pick<Ledger, "db">, issueId?: number | null): Promise<void> {
  let query = db
    .selectFrom("sends")
    .select("id")
    .where("planner", "is not", null)
    .where("state", "!=", "planning");
  if (issueId !== undefined) query = query.where("issue_id", "=", issueId);
  for (const { id } of await query.execute()) {
    const left = db.updateTable("sends").where("id", "=", id).where("state", "!=", "planning");
    await left.set({ planner: NOBODY, planner_until: null }).where("planner", "is not", null).execute();
    if (await undoPlan(db, id)) await left.set({ planner: null }).where("planner", "=", NOBODY).execute();
  }
}
