import { type Kysely, type RawBuilder, sql } from "kysely";
import { newestFirst } from "#src/model/pages/newest-first.ts";
import type { Database } from "#src/store/database/schema.ts";
import { type OnlineIssue, asElsewhere, asOnline, elsewhere, online } from "./online-issues.ts";

/** Matches the settings as text: the databases differ in how they read JSON, and our own JSON has one form. */
const IS_PUBLIC = sql<boolean>`coalesce(issue_pages.archive,
  case when sends.settings like '%"archive":"public"%' then 'public' end) = 'public'`;

interface Wanted {
  readonly skip?: number;
  readonly limit: number;
  /** Key of a section; all of them unless given. */
  readonly section?: string | null;
  /** As `searchWords` returns them: the text must contain each of them. */
  readonly words?: readonly string[];
}

/** Public issues that can be read online, newest first: `limit` of them after `skip`. */
export async function publicIssues(
  db: Kysely<Database>,
  { skip = 0, limit, section = null, words = [] }: Wanted,
): Promise<OnlineIssue[]> {
  const matches = sql<boolean>`${section === null ? sql`1 = 1` : sql`issue_pages.section = ${section}`}
    ${words.length === 0 ? sql`` : sql` and ${sql.join(words.map(hasWord), sql` and `)}`}`;
  const rows = await online(db)
    .where(IS_PUBLIC)
    .where(matches)
    .orderBy("sends.started_at", "desc")
    .orderBy("issues.slug")
    .limit(skip + limit)
    .execute();
  const others = await elsewhere(db).where("issue_pages.archive", "=", "public").where(matches).execute();
  return [...rows.map(asOnline), ...others.map(asElsewhere)].toSorted(newestFirst).slice(skip, skip + limit);
}

/** The words are letters, digits and spaces: none of these characters is special to `like`. */
function hasWord(word: string): RawBuilder<boolean> {
  return sql<boolean>`issue_pages.words like ${`%${word}%`}`;
}

/** Public issues of a series that can be read online, in any order. */
export async function seriesIssues(db: Kysely<Database>, key: string): Promise<OnlineIssue[]> {
  // JSON escapes a quote within a title: these characters can only be the key.
  const isPart = `%,"series":{"key":${JSON.stringify(key)},%`;
  const rows = await online(db).where("issue_pages.card", "like", isPart).execute();
  const others = await elsewhere(db).where("issue_pages.card", "like", isPart).execute();
  return [...rows.map(asOnline), ...others.map(asElsewhere)].filter(({ archive }) => archive === "public");
}

/** Returns the public issues right before and right after an issue in the order of `newestFirst`; null if there is none. */
export async function neighboursOf(
  db: Kysely<Database>,
  issue: Pick<OnlineIssue, "startedAt" | "slug">,
): Promise<{ readonly newer: OnlineIssue | null; readonly older: OnlineIssue | null }> {
  const { startedAt: at, slug } = issue;
  const next = (isNewer: boolean) =>
    online(db)
      .where(IS_PUBLIC)
      .where(
        isNewer
          ? sql<boolean>`(sends.started_at > ${at} or (sends.started_at = ${at} and issues.slug < ${slug}))`
          : sql<boolean>`(sends.started_at < ${at} or (sends.started_at = ${at} and issues.slug > ${slug}))`,
      )
      .orderBy("sends.started_at", isNewer ? "asc" : "desc")
      .orderBy("issues.slug", isNewer ? "desc" : "asc")
      .limit(1)
      .executeTakeFirst();
  const rows = [await next(true), await next(false)].flatMap((row) =>
    row === undefined ? [] : [asOnline(row)],
  );
  const others = await elsewhere(db).where("issue_pages.archive", "=", "public").execute();
  const all = [...rows, ...others.map(asElsewhere)].filter((one) => one.slug !== slug).toSorted(newestFirst);
  return {
    newer: all.findLast((one) => newestFirst(one, issue) < 0) ?? null,
    older: all.find((one) => newestFirst(one, issue) > 0) ?? null,
  };
}

/** Keys of the sections that have a public issue. */
export async function publicSections(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await online(db)
    .where(IS_PUBLIC)
    .where("issue_pages.section", "is not", null)
    .clearSelect()
    .select("issue_pages.section")
    .distinct()
    .execute();
  const others = await elsewhere(db)
    .where("issue_pages.archive", "=", "public")
    .clearSelect()
    .select("issue_pages.section")
    .distinct()
    .execute();
  return new Set([...rows, ...others].flatMap(({ section }) => section ?? []));
}

/** Returns what the search looks through: the words of every public issue that has kept words, by slug. */
export async function publicWords(db: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  const select = ["issues.slug", "issue_pages.words"] as const;
  const rows = await online(db).where(IS_PUBLIC).clearSelect().select(select).execute();
  const others = await elsewhere(db)
    .where("issue_pages.archive", "=", "public")
    .clearSelect()
    .select(select)
    .execute();
  const all = [...rows, ...others].toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  return new Map(all.flatMap(({ slug, words }) => (words === null ? [] : [[slug, words]])));
}
