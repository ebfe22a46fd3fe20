import { type Kysely, sql } from "kysely";
import type { SendKind } from "#src/model/states.ts";
import type { Rating } from "#src/model/values/rating.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { IssueCard } from "#src/store/issues/online-issues.ts";
import { subscriberByPublicId } from "#src/store/readers/subscribers.ts";

/** What a link to answer is about. */
export interface RatedSend {
  readonly id: number;
  readonly kind: SendKind;
  /** What the page calls the issue: its title, else its slug; null for a mail that is no issue. */
  readonly title: string | null;
  /** Of the title; null where the ledger does not know. */
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
 * Keep a reader's answer in the place of their earlier one. False where nothing is counted: they did not get the issue, they were erased,
 * or `retention` has let go of who got it. In one transaction: an answer that came in while its delivery is emptied would stay as it is.
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

/** Make a number of the answers to these deliveries: from here on they are nobody's, and nobody can change them. */
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

/** How many gave each answer to one of these sends. */
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
