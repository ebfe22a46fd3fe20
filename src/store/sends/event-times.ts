import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { EventKind } from "#src/store/database/schema.ts";

/** Events counted by one statement. */
const PAGE = 5_000;

interface EventTime {
  /** The minute, ms UTC. */
  readonly at: number;
  readonly kind: EventKind | null;
  readonly n: number;
}

/** Counts the events of a name in each minute of a send, in no order. A page at a time: there may be a million. */
export async function eventTimes(
  { db }: Pick<Ledger, "db">,
  sendId: number,
  name: string,
): Promise<EventTime[]> {
  const counts = new Map<string, EventTime>();
  for (let after = 0; ;) {
    const { rows } = await sql<{
      last: number;
      minute: number;
      kind: EventKind | null;
      n: number;
    }>`select max(id) as last, at / 60000 as minute, kind, count(*) as n
      from (select id, at, kind from events
        where send_id = ${sendId} and name = ${name} and id > ${after} order by id limit ${PAGE}) page
      group by at / 60000, kind`.execute(db);
    if (rows.length === 0) return [...counts.values()];
    for (const { minute, kind, n } of rows) {
      const key = `${minute} ${kind}`;
      const at = Math.floor(Number(minute)) * 60_000;
      counts.set(key, { at, kind, n: (counts.get(key)?.n ?? 0) + Number(n) });
    }
    after = Math.max(...rows.map(({ last }) => Number(last)));
    await nextTurn();
  }
}
