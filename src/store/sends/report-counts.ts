import { setImmediate as nextTurn } from "node:timers/promises";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { type ExclusionReason, type Outcome, arrivalRank } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { EventRow } from "#src/store/events/events.ts";
import type { SendRow } from "./sends.ts";

/** Events that one statement counts, and events that one statement reads with their bodies. */
const PAGE = 1_000;
const BODIES = 300;

/** A planned, running or finished send of an issue, with the issue's slug. */
export type ReportedSend = SendRow & { readonly slug: string };

/** Every send of an issue, oldest first; sends that were canceled before they were planned are left out. */
export async function sendsOfIssue(db: Kysely<Database>, slug: string): Promise<ReportedSend[]> {
  return issueSends(db)
    .where("issues.slug", "=", slug)
    .where((eb) => eb.or([eb("sends.planned_at", "is not", null), eb("sends.state", "!=", "canceled")]))
    .orderBy("sends.id")
    .execute();
}

/**
 * Reads the sends of the last `limit` other issues of a list that began before `before`, an array for each issue: an issue
 * that was offered again to readers who missed it is still one issue.
 */
export async function issuesBefore(
  db: Kysely<Database>,
  { list, issueId, before, limit }: { list: string; issueId: number | null; before: number; limit: number },
): Promise<ReportedSend[][]> {
  const issues = await issueSends(db)
    .clearSelect()
    .select(["sends.issue_id", (eb) => eb.fn.min("sends.started_at").as("began")])
    .where("sends.list", "=", list)
    .where("sends.issue_id", "!=", issueId ?? 0)
    .where("sends.state", "in", ["submitted", "submitted_with_failures"])
    .groupBy("sends.issue_id")
    .having((eb) => eb(eb.fn.min("sends.started_at"), "<", before))
    .orderBy("began", "desc")
    .limit(limit)
    .execute();
  const ids = issues.flatMap(({ issue_id: id }) => (id === null ? [] : [id]));
  if (ids.length === 0) return [];
  const sends = await issueSends(db)
    .where("sends.issue_id", "in", ids)
    .where("sends.list", "=", list)
    .where("sends.state", "in", ["submitted", "submitted_with_failures"])
    .orderBy("sends.id")
    .execute();
  return [...Map.groupBy(sends, ({ issue_id: id }) => id).values()];
}

/** Returns when the next issue of the list started after `after`; null if there is none yet. */
export async function nextStart(
  db: Kysely<Database>,
  { list, issueId, after }: { list: string; issueId: number | null; after: number },
): Promise<number | null> {
  const row = await db
    .selectFrom("sends")
    .select((eb) => eb.fn.min("started_at").as("at"))
    .where("kind", "=", "issue")
    .where("issue_id", "is not", null)
    .where("list", "=", list)
    .where("issue_id", "!=", issueId ?? 0)
    .where("started_at", ">", after)
    .executeTakeFirst();
  return row?.at == null ? null : Number(row.at);
}

export async function countExclusions(
  db: Kysely<Database>,
  sendId: number,
): Promise<Partial<Record<ExclusionReason, number>>> {
  const rows = await db
    .selectFrom("exclusions")
    .select(["reason", (eb) => eb.fn.countAll<number>().as("n")])
    .where("send_id", "=", sendId)
    .groupBy("reason")
    .execute();
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, Number(n)]));
}

/** Whether any event with one of these names has come for the send. Reads an index only. */
export async function hasEvents(
  db: Kysely<Database>,
  sendId: number,
  names: readonly string[],
): Promise<boolean> {
  const row = await db
    .selectFrom("events")
    .select("send_id")
    .where("send_id", "=", sendId)
    .where("name", "in", names)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** An event about a recipient, with what became of them by now. */
interface EventOfSend extends Pick<EventRow, "id" | "provider_event_id" | "at" | "payload" | "kind"> {
  readonly delivery_id: number;
  readonly outcome: Outcome;
  readonly arrival: number;
}

/**
 * Reads a send's events of one name by id, with the present outcome and arrival of their deliveries. A page at a time: a
 * million clicks must not be held at once.
 */
export async function* eventsOfSend(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  sendId: number,
  name: string,
): AsyncGenerator<EventOfSend> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<EventOfSend>`select e.id, e.provider_event_id, e.at, e.payload, e.kind,
        d.id as delivery_id, d.outcome, d.arrival
      from events e ${byName(dialect)} join deliveries d on d.id = e.delivery_id
      where e.send_id = ${sendId} and e.name = ${name} and e.id > ${after} order by e.id limit ${BODIES}`.execute(
      db,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    // Each caller parses every body it gets: that takes longer than the statement.
    await nextTurn();
  }
}

/** Otherwise SQLite would walk through the events of all sends in the order of their ids. */
function byName(dialect: Ledger["dialect"]): RawBuilder<unknown> {
  return dialect === "sqlite" ? sql`indexed by events_send` : sql``;
}

/** Recipients whose address does not exist: they bounced permanently, and have not complained since. */
export async function countPermanentBounces(db: Kysely<Database>, sendId: number): Promise<number> {
  const row = await db
    .selectFrom("events")
    .innerJoin("deliveries", "deliveries.id", "events.delivery_id")
    .select((eb) => eb.fn.count<number>("events.delivery_id").distinct().as("n"))
    .where("events.send_id", "=", sendId)
    .where("events.name", "=", "email.bounced")
    .where("events.kind", "=", "permanent")
    .where("deliveries.arrival", "=", arrivalRank("bounced"))
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Counts the deliveries of a send with at least one event of a name, each at its first such event, a page at a time. */
export async function countDeliveriesWith(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  sendId: number,
  name: string,
): Promise<number> {
  let count = 0;
  for (let after = 0; ;) {
    const { rows } = await sql<{ n: number; last: number | null }>`select max(id) as last,
        count(case when not exists (select 1 from events earlier where earlier.delivery_id = page.delivery_id
          and earlier.name = ${name} and earlier.id < page.id) then 1 end) as n
      from (select e.id, e.delivery_id from events e ${byName(dialect)}
        where e.send_id = ${sendId} and e.name = ${name} and e.id > ${after} order by e.id limit ${PAGE}) page`.execute(
      db,
    );
    const last = rows[0]?.last ?? null;
    if (last === null) return count;
    count += Number(rows[0]?.n ?? 0);
    after = Number(last);
  }
}

/** Counts the recipients of these sends who left the list from `from` on and before `to`; null is no end. */
export async function countLeavers(
  db: Kysely<Database>,
  { sendIds, list, from, to }: { sendIds: readonly number[]; list: string; from: number; to: number | null },
): Promise<number> {
  if (sendIds.length === 0) return 0;
  let query = db
    .selectFrom("consents")
    .select((eb) => eb.fn.count<number>("subscriber_id").distinct().as("n"))
    // The words of the partial index, or it would not serve.
    .where(sql<boolean>`act = 'unsubscribed'`)
    .where("list", "=", list)
    .where("at", ">=", from)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("deliveries")
          .select(sql`1`.as("one"))
          .whereRef("deliveries.subscriber_id", "=", "consents.subscriber_id")
          .where("deliveries.send_id", "in", sendIds)
          .where("deliveries.outcome", "=", "submitted"),
      ),
    );
  if (to !== null) query = query.where("at", "<", to);
  return Number((await query.executeTakeFirst())?.n ?? 0);
}

function issueSends(db: Kysely<Database>) {
  return db
    .selectFrom("sends")
    .innerJoin("issues", "issues.id", "sends.issue_id")
    .selectAll("sends")
    .select("issues.slug")
    .where("sends.kind", "=", "issue")
    .where("sends.issue_id", "is not", null);
}
