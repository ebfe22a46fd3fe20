import { type Kysely, sql } from "kysely";
import type { Article } from "#src/model/pages/article.ts";
import type { Database, IssuePagesTable } from "#src/store/database/schema.ts";
import { ARTICLE_START, articleColumns } from "./articles.ts";
import {
  type Elsewhere,
  type IssueCard,
  type OnlineIssue,
  asElsewhere,
  asOnline,
  elsewhere,
  online,
} from "./online-issues.ts";

/** Remembers what a file says of its issue, and which slugs lead to it. An online issue's own slug takes precedence over an alias. */
export async function saveIssuePage(
  db: Kysely<Database>,
  page: Pick<IssuePagesTable, "issue_id" | "text_sha" | "archive"> &
    Partial<Pick<IssuePagesTable, "corrected_digest" | "corrected_at">>,
  {
    card,
    article,
    aliases,
    elsewhere,
  }: { card: IssueCard; article: Article; aliases: readonly string[]; elsewhere?: Elsewhere },
): Promise<void> {
  const row = { ...page, ...articleColumns(article), card: JSON.stringify({ ...card, elsewhere }) };
  await db
    .insertInto("issue_pages")
    .values({ corrected_digest: null, corrected_at: null, ...row })
    .onConflict((conflict) => conflict.column("issue_id").doUpdateSet(row))
    .execute();
  await db.deleteFrom("aliases").where("issue_id", "=", page.issue_id).execute();
  for (const slug of new Set(aliases)) {
    await db
      .insertInto("aliases")
      .values({ slug, issue_id: page.issue_id })
      .onConflict((conflict) => conflict.column("slug").doUpdateSet({ issue_id: page.issue_id }))
      .execute();
  }
}

export async function issuePage(
  db: Kysely<Database>,
  issueId: number,
): Promise<
  | { text_sha: string; card: string; corrected_digest: string | null; has_article: number | boolean | null }
  | undefined
> {
  return (
    db
      .selectFrom("issue_pages")
      .select(["text_sha", "card", "corrected_digest"])
      // SQLite has no booleans. Null if there is no article.
      .select(sql<number | boolean | null>`article like ${`${ARTICLE_START}%`}`.as("has_article"))
      .where("issue_id", "=", issueId)
      .executeTakeFirst()
  );
}

/** Finds the issue with this slug, if its send has begun. */
export async function onlineIssue(db: Kysely<Database>, slug: string): Promise<OnlineIssue | undefined> {
  const row = await online(db).where("issues.slug", "=", slug).executeTakeFirst();
  if (row !== undefined) return asOnline(row);
  const other = await elsewhere(db).where("issues.slug", "=", slug).executeTakeFirst();
  return other && asElsewhere(other);
}

/** Finds the issue that an alias leads to, if its send has begun. */
export async function aliasTarget(db: Kysely<Database>, alias: string): Promise<OnlineIssue | undefined> {
  const row = await online(db)
    .innerJoin("aliases", "aliases.issue_id", "issues.id")
    .where("aliases.slug", "=", alias)
    .executeTakeFirst();
  if (row !== undefined) return asOnline(row);
  const other = await elsewhere(db)
    .innerJoin("aliases", "aliases.issue_id", "issues.id")
    .where("aliases.slug", "=", alias)
    .executeTakeFirst();
  return other && asElsewhere(other);
}

/** Every issue whose send has begun here, whatever its `archive` says. */
export async function onlineIssues(db: Kysely<Database>): Promise<OnlineIssue[]> {
  return (await online(db).orderBy("sends.id").execute()).map(asOnline);
}

/** Returns the aliases that lead to each issue, by issue id. */
export async function aliasesByIssue(db: Kysely<Database>): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db.selectFrom("aliases").select(["slug", "issue_id"]).orderBy("slug").execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.issue_id)].map(([id, own]) => [id, own.map(({ slug }) => slug)]),
  );
}

/** Returns what the page of each issue that was mailed elsewhere was made of, by slug. */
export async function elsewherePages(
  db: Kysely<Database>,
): Promise<ReadonlyMap<string, { readonly issueId: number; readonly inputs: string }>> {
  const rows = await elsewhere(db).execute();
  return new Map(rows.map(({ slug, issueId, inputs }) => [slug, { issueId, inputs }]));
}

/** Deletes the page of an issue mailed elsewhere: its file is gone, or no longer says that it may be shown. */
export async function dropElsewhere(db: Kysely<Database>, issueId: number): Promise<void> {
  await db.deleteFrom("aliases").where("issue_id", "=", issueId).execute();
  await db.deleteFrom("issue_pages").where("issue_id", "=", issueId).execute();
}

/** Returns every slug of an issue that has a send, whatever its state, and the slugs that the issue had before. */
export async function slugsWithSends(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const sent = db
    .selectFrom("sends")
    .select("issue_id")
    .where("kind", "=", "issue")
    .where("issue_id", "is not", null);
  const own = await db.selectFrom("issues").select("slug").where("id", "in", sent).execute();
  const former = await db.selectFrom("aliases").select("slug").where("issue_id", "in", sent).execute();
  return new Set([...own, ...former].map(({ slug }) => slug));
}
