import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";

export type SuppressionRow = Selectable<Database["suppressions"]>;

/** Worst last. A reason only ever gives way to a worse one: what an event says of an address outlives what a person guessed. */
const REASONS: readonly SuppressionReason[] = [
  "manual",
  "suppressed",
  "bounced_repeatedly",
  "bounced",
  "complained",
  "erased",
];

/**
 * Suppresses an address: it is never mailed again. If it is suppressed already, the worse reason stays, with its time and
 * source. Returns true if something changed.
 */
export async function suppress(
  db: Kysely<Database>,
  suppression: { addressKey: string; reason: SuppressionReason; at: number; source: string },
): Promise<boolean> {
  const { addressKey, reason, at, source } = suppression;
  const { numAffectedRows } = await sql`insert into suppressions (address_key, reason, at, source)
    values (${addressKey}, ${reason}, ${at}, ${source})
    on conflict (address_key) do update set reason = excluded.reason, at = excluded.at, source = excluded.source
    where ${worseReason("excluded.reason", "suppressions.reason")}`.execute(db);
  return numAffectedRows === 1n;
}

/** Lifts a suppression, unless its reason is `erased`: a forgotten reader stays forgotten. True if there was one to lift. */
export async function liftSuppression(db: Kysely<Database>, addressKey: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("suppressions")
    .where("address_key", "=", addressKey)
    .where("reason", "<>", "erased")
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Returns why an address is never mailed; undefined if it may be mailed. */
export async function findSuppression(
  db: Kysely<Database>,
  addressKey: string,
): Promise<SuppressionRow | undefined> {
  return db.selectFrom("suppressions").selectAll().where("address_key", "=", addressKey).executeTakeFirst();
}

export async function isSuppressed(db: Kysely<Database>, addressKey: string): Promise<boolean> {
  return (await findSuppression(db, addressKey)) !== undefined;
}

/** Reads suppressions by key, `limit` after `after`, with the address if the ledger still knows it. */
export async function listSuppressions(
  db: Kysely<Database>,
  page: { after?: string; limit: number },
): Promise<(SuppressionRow & { address: string | null })[]> {
  return db
    .selectFrom("suppressions")
    .leftJoin("subscribers", "subscribers.address_key", "suppressions.address_key")
    .selectAll("suppressions")
    .select("subscribers.address")
    .where("suppressions.address_key", ">", page.after ?? "")
    .orderBy("suppressions.address_key")
    .limit(page.limit)
    .execute();
}

/** How many addresses are suppressed, by reason. */
export async function countSuppressions(
  db: Kysely<Database>,
): Promise<Partial<Record<SuppressionReason, number>>> {
  const rows = await db
    .selectFrom("suppressions")
    .select(["reason", (eb) => eb.fn.countAll<number>().as("n")])
    .groupBy("reason")
    .execute();
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, Number(n)]));
}

/** A condition: the reason in column `a` is worse than the one in column `b`. */
export function worseReason(a: string, b: string): RawBuilder<boolean> {
  return sql<boolean>`${reasonRank(a)} > ${reasonRank(b)}`;
}

/** How bad the reason in a column is: a higher number is worse. */
export function reasonRank(column: string): RawBuilder<number> {
  const ranks = REASONS.map((reason, n) => sql`when ${sql.lit(reason)} then ${sql.lit(n)}`);
  return sql<number>`case ${sql.ref(column)} ${sql.join(ranks, sql` `)} else 0 end`;
}
