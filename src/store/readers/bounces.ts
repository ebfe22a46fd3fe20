import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import type { SubscriberRow } from "./subscribers.ts";

/** An issue as it went to one reader, and what came back. */
export interface Attempt {
  readonly slug: string;
  readonly acceptedAt: number;
  /** When it first bounced transiently; null if it did not. */
  readonly bouncedAt: number | null;
  /** An `arrivalRank`. */
  readonly arrival: number;
  readonly clicked: boolean;
}

/**
 * Remembers that a mail bounced transiently, or that one has arrived for a reader at rest, until somebody judges what it
 * means (`restBouncing`).
 */
export async function awaitJudgement(db: Kysely<Database>, subscriberId: number, at: number): Promise<void> {
  await db.updateTable("subscribers").set({ bounced_at: at }).where("id", "=", subscriberId).execute();
}

/** Finds readers with a bounce that nobody has judged, or with a rest that is over, by id, `limit` after `after`. */
export async function bouncingReaders(
  db: Kysely<Database>,
  { after, limit, now }: { readonly after: number; readonly limit: number; readonly now: number },
): Promise<SubscriberRow[]> {
  return (
    db
      .selectFrom("subscribers")
      .selectAll()
      .where("id", ">", after)
      // Repeats the words of the partial index, which is not used otherwise.
      .where(sql<boolean>`(bounced_at is not null or rests_until is not null)`)
      .where((eb) => eb.or([eb("bounced_at", "is not", null), eb("rests_until", "<=", now)]))
      .orderBy("id")
      .limit(limit)
      .execute()
  );
}

/** Reads the issues that Resend accepted for a reader after `from`, newest first, at most `limit`. */
export async function attemptsOf(
  db: Kysely<Database>,
  subscriberId: number,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<Attempt[]> {
  const { rows } = await sql<{
    slug: string;
    at: number;
    bounced: number | null;
    arrival: number;
    n: number;
  }>`
    select i.slug, b.accepted_at as at, d.arrival,
      (select min(e.at) from events e where e.delivery_id = d.id and e.name = 'email.bounced'
        and e.kind = 'transient') as bounced,
      (select count(*) from events e where e.delivery_id = d.id and e.name = 'email.clicked' and e.kind = 'human') as n
    from deliveries d join batches b on b.id = d.batch_id join issues i on i.id = d.issue_id
    where d.subscriber_id = ${subscriberId} and d.outcome = 'submitted' and b.accepted_at > ${from}
    order by b.accepted_at desc, d.id desc limit ${limit}`.execute(db);
  return rows.map(({ slug, at, bounced, arrival, n }) => ({
    slug,
    acceptedAt: Number(at),
    bouncedAt: bounced === null ? null : Number(bounced),
    arrival,
    clicked: Number(n) > 0,
  }));
}

/** Records the judgement of a reader's bounces. A bounce that came meanwhile waits for the next judgement. */
export async function settleBounce(
  db: Kysely<Database>,
  { id, bounced_at: judged }: SubscriberRow,
  rest: { readonly rests_until?: number | null },
): Promise<void> {
  if (Object.keys(rest).length > 0)
    await db.updateTable("subscribers").set(rest).where("id", "=", id).execute();
  if (judged === null) return;
  await db
    .updateTable("subscribers")
    .set({ bounced_at: null })
    .where("id", "=", id)
    .where("bounced_at", "=", judged)
    .execute();
}

/** A person says that an address works: its rest ends, and no earlier bounce counts. True if a rest ended. */
export async function forgetBounces(db: Kysely<Database>, addressKey: string, now: number): Promise<boolean> {
  const person = await db
    .selectFrom("subscribers")
    .select(["id", "rests_until"])
    .where("address_key", "=", addressKey)
    .executeTakeFirst();
  if (person === undefined) return false;
  await db
    .updateTable("subscribers")
    .set({ rests_until: null, bounced_at: null, bounces_from: now })
    .where("id", "=", person.id)
    .execute();
  return person.rests_until !== null;
}
