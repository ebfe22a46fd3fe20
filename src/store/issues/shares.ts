import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** A page that shows an issue as it was when it was shared. */
interface Share {
  readonly slug: string;
  readonly title: string;
  readonly page: string;
}

export async function saveShare(
  db: Kysely<Database>,
  { id, slug, title, page, at, until }: Share & { id: string; at: number; until: number },
): Promise<void> {
  await db
    .insertInto("shares")
    .values({ id, slug, title, page: Buffer.from(page), created_at: at, expires_at: until })
    .execute();
}

/** Finds a shared page; undefined if it has expired or never existed. */
export async function openShare(db: Kysely<Database>, id: string, now: number): Promise<Share | undefined> {
  const row = await db
    .selectFrom("shares")
    .select(["slug", "title", "page"])
    .where("id", "=", id)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, page: Buffer.from(row.page).toString("utf8") };
}

/** Ends every shared page of an issue now. Returns how many there were. */
export async function endShares(db: Kysely<Database>, slug: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("shares").where("slug", "=", slug).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Deletes shared pages that had expired at `before`, at most 20 at each step; returns how many. */
export async function dropShares(db: Kysely<Database>, before: number): Promise<number> {
  const ended = db.selectFrom("shares").select("id").where("expires_at", "<=", before).limit(20);
  const { numDeletedRows } = await db.deleteFrom("shares").where("id", "in", ended).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
