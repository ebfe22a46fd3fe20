import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { EVENT_IGNORED, EVENT_WAITS, type EventRow } from "#src/store/events/events.ts";
import { byIndex } from "./by-index.ts";
import { claimed } from "./claimed.ts";

export type OldEvent = Pick<
  EventRow,
  "id" | "provider_event_id" | "name" | "at" | "payload" | "state" | "address_key"
>;

/** Events of one step: some 10 ms, with the pages of their indexes that deleting them overwrites. */
const AT_ONCE = 100;

const COLUMNS = sql`e.id, e.provider_event_id, e.name, e.at, e.payload, e.state, e.address_key`;

/** Events whose payload is still whole, received at `before` or earlier, the oldest first. */
export async function wholeEvents(ledger: Ledger, before: number): Promise<OldEvent[]> {
  const where = sql`e.scrubbed_at is null and e.received_at <= ${before}`;
  return old(ledger, "events_whole", where, sql`e.received_at`);
}

/** Reads old events without a delivery: first those that still wait, then those that were ignored. */
export async function unmatchedEvents(ledger: Ledger, before: number): Promise<OldEvent[]> {
  const waits = sql`e.state = 0 and e.received_at <= ${before}`;
  const waiting = await old(ledger, "events_waiting", waits, sql`e.id`);
  const ignored = sql`e.state = 2 and e.delivery_id is null and e.scrubbed_at is null and e.received_at <= ${before}`;
  return waiting.length > 0 ? waiting : old(ledger, "events_unmatched", ignored, sql`e.received_at`);
}

async function old(
  ledger: Pick<Ledger, "db" | "dialect">,
  index: string,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<OldEvent[]> {
  const { rows } =
    await sql<OldEvent>`select ${COLUMNS} from events e ${byIndex(ledger, index)} where ${where}
    order by ${order} limit ${AT_ONCE} ${claimed(ledger, "e")}`.execute(ledger.db);
  return rows;
}

/** An event with its reduced payload. `addressKey` is what the payload no longer says; null if nothing needs it. */
export interface ReducedEvent {
  readonly id: number;
  readonly payload: string;
  readonly addressKey: string | null;
}

/**
 * Writes reduced payloads in one statement, all of them in one parameter. An event that still waits stops waiting: its
 * payload no longer tells whose it is. Resend's id of the message stays with its delivery.
 */
export async function writeReduced(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  events: readonly ReducedEvent[],
  now: number,
): Promise<void> {
  const rows = JSON.stringify(events.map(({ id, payload, addressKey }) => [id, payload, addressKey]));
  const set = sql`scrubbed_at = ${now}, provider_id = null,
    state = case when events.state = ${sql.lit(EVENT_WAITS)} then ${sql.lit(EVENT_IGNORED)} else events.state end`;
  await (
    dialect === "sqlite"
      ? sql`update events set payload = item.value ->> 1, address_key = item.value ->> 2, ${set}
        from json_each(${rows}) item where events.id = item.value ->> 0`
      : sql`update events set payload = item ->> 1, address_key = item ->> 2, ${set}
        from jsonb_array_elements(cast(${rows} as jsonb)) item where events.id = cast(item ->> 0 as bigint)`
  ).execute(db);
}

export async function deleteEvents(db: Kysely<Database>, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom("events").where("id", "in", ids).execute();
}
