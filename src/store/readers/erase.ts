import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { BatchState } from "#src/model/states.ts";
import { contains } from "#src/store/database/contains.ts";
import { dropMeta, writeMeta } from "#src/store/database/meta.ts";
import type { Database, EventsTable } from "#src/store/database/schema.ts";
import { countRatings } from "#src/store/sends/ratings.ts";
import { COMPACTION } from "./compact-ledger.ts";

/** The start of names in `meta` that remember deliveries which cannot be scrubbed yet: `erase:<delivery id>`. */
const WAITING = "erase:";

/** A batch whose bytes may still be posted, so that what it says of a person must stay for now. */
export interface PendingBatch {
  readonly batchId: number;
  readonly sendId: number;
  /** 1-based within its send. */
  readonly n: number;
  readonly state: BatchState;
  /** Slug of the issue; null for a test. */
  readonly issue: string | null;
}

/** Removes a person's own rows, and their memberships with them. The log still says what they did, without its evidence. */
export async function deletePerson(db: Kysely<Database>, addressKey: string): Promise<void> {
  // Two statements: with `or` PostgreSQL reads the whole log.
  for (const mine of [
    sql<boolean>`address_key = ${addressKey}`,
    sql<boolean>`subscriber_id = (select id from subscribers where address_key = ${addressKey})`,
  ])
    await db.updateTable("consents").set({ evidence: "{}" }).where(mine).execute();
  await db.deleteFrom("address_changes").where("address_key", "=", addressKey).execute();
  await db.deleteFrom("subscribers").where("address_key", "=", addressKey).execute();
}

/**
 * Selects the ids of the deliveries to an address: those of the person's row, whatever address they went to; those whose
 * row is gone or never existed; and those that went to it while it was another subscriber's, or because another subscriber
 * asked to have it.
 */
export function deliveriesTo(addressKey: string): RawBuilder<number> {
  const ofOthers = (table: "former_addresses" | "address_changes") =>
    sql`select d.id from ${sql.table(table)} f join deliveries d on d.subscriber_id = f.subscriber_id
      where f.address_key = ${addressKey} and d.address_key = ${addressKey}`;
  return sql<number>`select id from deliveries
      where subscriber_id = (select id from subscribers where address_key = ${addressKey})
    union select id from deliveries where subscriber_id is null and address_key = ${addressKey}
    union ${ofOthers("former_addresses")} union ${ofOthers("address_changes")}`;
}

/** Reads the ids that `deliveriesTo` selects. */
export async function findDeliveriesTo(db: Kysely<Database>, addressKey: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`${deliveriesTo(addressKey)}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Takes address, values and public id out of deliveries. The row stays: the books must balance. Deliveries in a batch that
 * may still be posted, or posted again, keep them and are remembered: Resend would refuse a repeat with other bytes as
 * another message. Returns the batches that wait.
 */
export async function scrubDeliveries(db: Kysely<Database>, ids: readonly number[]): Promise<PendingBatch[]> {
  const waiting = new Map<number, PendingBatch>();
  await countRatings(db, ids);
  for (const id of ids) {
    const batch = await openBatchOf(db, id);
    const name = `${WAITING}${id}`;
    if (batch === undefined) {
      await db
        .updateTable("deliveries")
        .set({ address: "", slot_values: "{}", subscriber_public_id: null })
        .where("id", "=", id)
        .execute();
      await dropMeta(db, name);
      continue;
    }
    waiting.set(batch.batchId, batch);
    await writeMeta(db, name, "");
  }
  return [...waiting.values()];
}

/**
 * Take away what tests were merged with: `test --as` writes one person's values into a message to another, and no row
 * says whose they were. Those of a batch that may still be posted wait as others do; their deliveries are returned.
 */
export async function scrubTests(db: Kysely<Database>): Promise<number[]> {
  const tests = await db
    .selectFrom("deliveries")
    .innerJoin("sends", "sends.id", "deliveries.send_id")
    .select("deliveries.id")
    // Repeats the words of the partial index, which is not used otherwise.
    .where(sql<boolean>`sends.kind = 'test'`)
    .where("deliveries.slot_values", "!=", "{}")
    .execute();
  const open: number[] = [];
  for (const { id } of tests) {
    if ((await openBatchOf(db, id)) === undefined) {
      await db.updateTable("deliveries").set({ slot_values: "{}" }).where("id", "=", id).execute();
    } else open.push(id);
  }
  return open;
}

/** Reads what erasures have left to do. Almost always that is nothing, and then it costs nothing. */
export async function waitingErasures(
  db: Kysely<Database>,
  now: number,
): Promise<{ readonly deliveries: number[]; readonly file: boolean }> {
  const rows = await db
    .selectFrom("meta")
    .select(["name", "value"])
    .where("name", ">=", WAITING)
    .where("name", "<", "erase;")
    .execute();
  const deliveries = rows.flatMap(({ name }) =>
    name === COMPACTION ? [] : [Number(name.slice(WAITING.length))],
  );
  return {
    deliveries,
    file: rows.some(({ name, value }) => name === COMPACTION && Number(value) <= now),
  };
}

/** Events that are read by one statement in search of an address. */
const EVENTS_AT_ONCE = 5_000;

type EventBody = Pick<Selectable<EventsTable>, "id" | "payload" | "name" | "at" | "scrubbed_at">;

/** Events of these deliveries. */
export async function eventsOf(db: Kysely<Database>, deliveries: readonly number[]): Promise<EventBody[]> {
  return eventsIn(db, "delivery_id", deliveries);
}

/** The events of these ids as they are now. */
export async function eventsById(db: Kysely<Database>, ids: readonly number[]): Promise<EventBody[]> {
  return eventsIn(db, "id", ids);
}

async function eventsIn(
  db: Kysely<Database>,
  column: "id" | "delivery_id",
  ids: readonly number[],
): Promise<EventBody[]> {
  const found: EventBody[] = [];
  const select = db.selectFrom("events").select(["id", "payload", "name", "at", "scrubbed_at"]);
  for (let start = 0; start < ids.length; start += 500)
    found.push(...(await select.where(column, "in", ids.slice(start, start + 500)).execute()));
  return found;
}

/**
 * Returns the ids of all events after `after` whose body holds one of these addresses, whatever its case, and the id of the
 * last event there was. Every body is read, some thousand at a time.
 */
export async function eventsHolding(
  db: Kysely<Database>,
  addresses: readonly string[],
  after = 0,
): Promise<{ readonly ids: number[]; readonly last: number }> {
  const ids: number[] = [];
  const mayHold = sql.join([...addresses.map(mayBeIn), ...ESCAPES], sql` or `);
  for (let last = after; ;) {
    const end = await sql<{ last: number | null }>`select max(id) as last
      from (select id from events where id > ${last} order by id limit ${EVENTS_AT_ONCE}) page`.execute(db);
    const next = end.rows[0]?.last ?? null;
    if (next === null) return { ids, last };
    const { rows } = await sql<{ id: number; payload: string }>`select id, payload from events
      where id > ${last} and id <= ${next} and (${mayHold})`.execute(db);
    for (const { id, payload } of rows) if (addresses.some((text) => holds(payload, text))) ids.push(id);
    last = Number(next);
  }
}

/** JSON may write an ASCII character as one of these escapes (`\u0061na@…`, `a\/b@…`), so such a body may hold any address. */
const ESCAPES = ["\\u00", "\\/"].map((escape) => contains(sql`payload`, escape));

/** Whether a body without such escapes may hold the address. Letters outside ASCII are not compared: SQLite does not fold them. */
function mayBeIn(address: string): RawBuilder<boolean> {
  const pieces = address.split(/[^\x20-\x7e]+/).filter((piece) => piece !== "");
  return sql<boolean>`(${sql.join(
    pieces.map((piece) => contains(sql`payload`, piece)),
    sql` and `,
  )})`;
}

/** Whether the payload holds the address itself, and not only a longer one that ends with it: `ana@` is not in `joana@`. */
function holds(payload: string, address: string): boolean {
  const pattern = address.replace(/[^\w@]/g, "\\$&");
  const alone = new RegExp(`(?<![\\w.!#$%&'*+/=?^\`{|}~-])${pattern}(?![\\w-]|\\.\\w)`, "i");
  return textsIn(parsed(payload)).some((text) => alone.test(text));
}

/** Every name and text in a value of JSON. As JSON writes them, the last letter of an escape would look like part of an address: `\nana@…`. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

/**
 * Returns the batch of a delivery if the delivery may still be posted: the batch is open, or nobody knows whether Resend
 * accepted it. A recipient that was already withdrawn or refused is no longer part of it.
 */
async function openBatchOf(db: Kysely<Database>, deliveryId: number): Promise<PendingBatch | undefined> {
  return db
    .selectFrom("deliveries")
    .innerJoin("batches", "batches.id", "deliveries.batch_id")
    .leftJoin("issues", "issues.id", "deliveries.issue_id")
    .select([
      "batches.id as batchId",
      "batches.send_id as sendId",
      "batches.n",
      "batches.state",
      "issues.slug as issue",
    ])
    .where("deliveries.id", "=", deliveryId)
    .where("deliveries.outcome", "in", ["planned", "uncertain"])
    .where("batches.state", "in", ["pending", "submitting", "uncertain"])
    .executeTakeFirst();
}
