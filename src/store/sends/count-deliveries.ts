import { type Kysely, sql } from "kysely";
import type { Outcome } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Recipients counted by one statement. Counting all of a large send at once would block everybody else for too long. */
const PAGE = 10_000;

export interface DeliveryCount {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly arrival: number;
  readonly n: number;
}

/** Counts the recipients of a send by outcome, reason and arrival, each once, so that all numbers derived from them add up. */
export async function countDeliveries(db: Kysely<Database>, sendId: number): Promise<DeliveryCount[]> {
  const sums = new Map<string, DeliveryCount>();
  const add = (rows: readonly DeliveryCount[]): number => {
    let counted = 0;
    for (const { outcome, reason, arrival, n } of rows) {
      const name = JSON.stringify([outcome, reason, arrival]);
      sums.set(name, { outcome, reason, arrival, n: (sums.get(name)?.n ?? 0) + Number(n) });
      counted += Number(n);
    }
    return counted;
  };
  // The addresses of a test, and readers who were erased.
  const nameless = await sql<DeliveryCount>`select outcome, reason, arrival, count(*) as n from deliveries
    where send_id = ${sendId} and subscriber_id is null group by outcome, reason, arrival`.execute(db);
  add(nameless.rows);
  for (let after = -1; ;) {
    const { rows } = await sql<
      DeliveryCount & { last: number }
    >`select outcome, reason, arrival, count(*) as n,
        max(subscriber_id) as last
      from (select outcome, reason, arrival, subscriber_id from deliveries
        where send_id = ${sendId} and subscriber_id > ${after} order by subscriber_id limit ${PAGE}) page
      group by outcome, reason, arrival`.execute(db);
    if (add(rows) < PAGE) return [...sums.values()];
    after = Math.max(...rows.map(({ last }) => Number(last)));
  }
}

/** How many recipients of a send have each outcome. */
export async function countOutcomes(db: Kysely<Database>, sendId: number): Promise<Record<Outcome, number>> {
  const counts = { planned: 0, submitted: 0, refused: 0, withdrawn: 0, uncertain: 0 };
  for (const { outcome, n } of await countDeliveries(db, sendId)) counts[outcome] += n;
  return counts;
}

/** Counts the recipients of a send by arrival alone; those without any news are left out. */
export async function countArrivals(
  db: Kysely<Database>,
  sendId: number,
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const { arrival, n } of await countDeliveries(db, sendId))
    if (arrival > 0) counts.set(arrival, (counts.get(arrival) ?? 0) + n);
  return counts;
}
