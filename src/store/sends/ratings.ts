import { type Kysely, sql } from "kysely";
import type { SendKind } from "#src/model/states.ts";
import type { Rating } from "#src/model/values/rating.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { IssueCard } from "#src/store/issues/online-issues.ts";
import { subscriberByPublicId } from "#src/store/readers/subscribers.ts";

/** The send that a link to answer is about. */
export interface RatedSend {
  readonly id: number;
  readonly kind: SendKind;
  /** What the page calls the issue: its title, else its slug; null for a mail that is no issue. */
  readonly title: string | null;
  /** Language of the title; null if the ledger does not know it. */
  readonly lang: string | null;
  readonly dir: "ltr" | "rtl" | null;
}

/** The send that a link names; undefined where the ledger has none. */
export async function ratedSend(db: Kysely<Database>, publicId: string): Promise<RatedSend | undefined> {
  const row = await db
    .selectFrom("sends")
    .leftJoin("issues", "issues.id", "sends.issue_id")
    .leftJoin("issue_pages", "issue_pages.issue_id", "sends.issue_id")
    .select(["sends.id", "sends.kind", "issues.slug", "issue_pages.card"])
    .where("sends.public_id", "=", publicId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const card = row.card === null ? null : (JSON.parse(row.card) as IssueCard);
  const { id, kind, slug } = row;
  return { id, kind, title: card?.title ?? slug, lang: card?.lang ?? null, dir: card?.dir ?? null };
}

/**
 * Keeps a reader's answer in the place of their earlier one. False if nothing is counted: the reader did not get the issue,
 * was erased, or `retention` no longer keeps who got it. In one transaction: otherwise an answer that comes in while its
 * delivery is emptied would stay tied to the reader.
 */
export async function saveRating(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  { sendId, subscriber, answer }: { sendId: number; subscriber: string; answer: Rating },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const reader = await subscriberByPublicId(trx, subscriber);
    if (reader === undefined) return false;
    const asked = trx
      .selectFrom("deliveries")
      .select("id")
      .where("send_id", "=", sendId)
      .where("subscriber_id", "=", reader.id)
      .where("outcome", "in", ["submitted", "uncertain"])
      .where("address", "!=", "");
    const delivery = await (dialect === "postgres" ? asked.forUpdate() : asked).executeTakeFirst();
    if (delivery === undefined) return false;
    await trx
      .insertInto("ratings")
      .values({ delivery_id: delivery.id, send_id: sendId, answer })
      .onConflict((conflict) => conflict.column("delivery_id").doUpdateSet({ answer }))
      .execute();
    return true;
  });
}

/** Turns the answers to these deliveries into numbers: from here on they belong to nobody, and nobody can change them. */
export async function countRatings(db: Kysely<Database>, deliveries: readonly number[]): Promise<void> {
  for (let start = 0; start < deliveries.length; start += 500) {
    const ids = sql.join(deliveries.slice(start, start + 500));
    // `true`: without a condition SQLite reads `on conflict` as a part of a join.
    await sql`insert into rating_counts (send_id, answer, count)
      select send_id, answer, count(*) from ratings where delivery_id in (${ids}) and true group by send_id, answer
      on conflict (send_id, answer) do update set count = rating_counts.count + excluded.count`.execute(db);
    await sql`delete from ratings where delivery_id in (${ids})`.execute(db);
  }
}

/** Counts how many readers gave each answer to one of these sends. */
export async function ratingsOf(
  db: Kysely<Database>,
  sendIds: readonly number[],
): Promise<Record<Rating, number>> {
  const total = { good: 0, fair: 0, poor: 0 };
  if (sendIds.length === 0) return total;
  const ids = sql.join(sendIds);
  const { rows } = await sql<{ answer: Rating; n: number }>`
    select answer, count(*) as n from ratings where send_id in (${ids}) group by answer
    union all select answer, count as n from rating_counts where send_id in (${ids})`.execute(db);
  for (const { answer, n } of rows) total[answer] += Number(n);
  return total;
}
