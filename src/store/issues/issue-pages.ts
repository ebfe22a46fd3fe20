import { type Kysely, sql } from "kysely";
import type { Database, IssuePagesTable } from "#src/store/database/schema.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** What the public pages say of an issue, as its file says it. */
export interface IssueCard {
  readonly title: string;
  readonly description: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Title of its section. */
  readonly section: string | null;
  /** `YYYY-MM-DD` as shown; null where the file gives none. */
  readonly date: string | null;
  readonly canonicalUrl: string | null;
  /** Absolute; null without a cover. */
  readonly image: string | null;
  readonly imageAlt: string | null;
  /** Its place in a series; not there in cards that were kept before there was one. */
  readonly series?: { readonly key: string; readonly part: number | null } | null;
}

/** An issue that the ledger never sent, as `issue_pages.card` keeps it: another system mailed it, and its file says that it may be shown. */
interface Elsewhere {
  /** When it was published, ms UTC. */
  readonly at: number;
  readonly feedId: string;
  readonly digest: string;
  readonly correctedAt: number | null;
}

/** An issue whose send has begun, here or elsewhere. Whether it is shown is for `archive` to say. */
export interface OnlineIssue {
  readonly issueId: number;
  readonly slug: string;
  /** When its send began, ms UTC. */
  readonly startedAt: number;
  /** As its file says now, or as it said when the send was scheduled. */
  readonly archive: "public" | "unlisted" | "none";
  readonly emailDigest: string;
  /** Null until a tick has read the file. */
  readonly card: IssueCard | null;
  readonly correctedDigest: string | null;
  readonly correctedAt: number | null;
  /** Its name in the feeds; null where its number names it. */
  readonly feedId: string | null;
}

/** Remember what a file says of its issue, and which slugs lead to it. A slug that is an issue's own leads nowhere else. */
export async function saveIssuePage(
  db: Kysely<Database>,
  page: Pick<IssuePagesTable, "issue_id" | "text_sha" | "archive"> &
    Partial<Pick<IssuePagesTable, "corrected_digest" | "corrected_at">>,
  { card, aliases, elsewhere }: { card: IssueCard; aliases: readonly string[]; elsewhere?: Elsewhere },
): Promise<void> {
  const row = { ...page, card: JSON.stringify({ ...card, elsewhere }) };
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
): Promise<{ text_sha: string; card: string; corrected_digest: string | null } | undefined> {
  return db
    .selectFrom("issue_pages")
    .select(["text_sha", "card", "corrected_digest"])
    .where("issue_id", "=", issueId)
    .executeTakeFirst();
}

/** The issue of a slug where its send has begun. */
export async function onlineIssue(db: Kysely<Database>, slug: string): Promise<OnlineIssue | undefined> {
  const row = await online(db).where("issues.slug", "=", slug).executeTakeFirst();
  if (row !== undefined) return asOnline(row);
  const other = await elsewhere(db).where("issues.slug", "=", slug).executeTakeFirst();
  return other && asElsewhere(other);
}

/** The issue an alias leads to, where its send has begun. */
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

/** Public issues that can be read online, newest first: `limit` of them after `skip`. */
export async function publicIssues(
  db: Kysely<Database>,
  { skip = 0, limit }: { skip?: number; limit: number },
): Promise<OnlineIssue[]> {
  const rows = await online(db)
    // Both databases read JSON, each in its own words; the text itself is ours and has one form.
    .where(
      sql<boolean>`coalesce(issue_pages.archive, case when sends.settings like '%"archive":"public"%' then 'public' end)
        = 'public'`,
    )
    .orderBy("sends.started_at", "desc")
    .orderBy("sends.id", "desc")
    .limit(skip + limit)
    .execute();
  const others = await elsewhere(db).where("issue_pages.archive", "=", "public").execute();
  return [...rows.map(asOnline), ...others.map(asElsewhere)]
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .slice(skip, skip + limit);
}

/** Public issues of a series that can be read online, in any order. */
export async function seriesIssues(db: Kysely<Database>, key: string): Promise<OnlineIssue[]> {
  // A quote within a title is escaped: these characters are the key and nothing else.
  const isPart = `%,"series":{"key":${JSON.stringify(key)},%`;
  const rows = await online(db).where("issue_pages.card", "like", isPart).execute();
  const others = await elsewhere(db).where("issue_pages.card", "like", isPart).execute();
  return [...rows.map(asOnline), ...others.map(asElsewhere)].filter(({ archive }) => archive === "public");
}

/** Keep what a file says of its issue's place in a series beside what is known: nothing else of the page is made again. */
export async function saveSeries(
  db: Kysely<Database>,
  issueId: number,
  series: NonNullable<IssueCard["series"]>,
): Promise<void> {
  const page = await issuePage(db, issueId);
  if (page === undefined) return;
  const card = JSON.stringify({ ...(JSON.parse(page.card) as IssueCard), series });
  await db.updateTable("issue_pages").set({ card }).where("issue_id", "=", issueId).execute();
}

/** Every issue whose send has begun here, whatever its `archive` says. */
export async function onlineIssues(db: Kysely<Database>): Promise<OnlineIssue[]> {
  return (await online(db).orderBy("sends.id").execute()).map(asOnline);
}

/** The slugs that lead to an issue, by its number in the ledger. */
export async function aliasesByIssue(db: Kysely<Database>): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db.selectFrom("aliases").select(["slug", "issue_id"]).orderBy("slug").execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.issue_id)].map(([id, own]) => [id, own.map(({ slug }) => slug)]),
  );
}

type OnlineRow = Awaited<ReturnType<ReturnType<typeof online>["execute"]>>[number];

function asOnline({
  public_id,
  segment,
  settings,
  card,
  archive,
  startedAt,
  ...row
}: OnlineRow): OnlineIssue {
  const send = { public_id, segment, settings };
  return {
    ...row,
    startedAt: startedAt ?? 0,
    archive: archive ?? (hasSettings(send) ? settingsOf(send).archive : "none"),
    card: card === null ? null : (JSON.parse(card) as IssueCard),
    feedId: null,
  };
}

type ElsewhereRow = Awaited<ReturnType<ReturnType<typeof elsewhere>["execute"]>>[number];

function asElsewhere({ issueId, slug, archive, card: json }: ElsewhereRow): OnlineIssue {
  const { elsewhere: kept, ...card } = JSON.parse(json) as IssueCard & { elsewhere: Elsewhere };
  return {
    issueId,
    slug,
    archive,
    card,
    startedAt: kept.at,
    emailDigest: kept.digest,
    correctedDigest: null,
    correctedAt: kept.correctedAt,
    feedId: kept.feedId,
  };
}

/** Issues that were mailed elsewhere. Once one has a send here, whatever its state, the send alone says what is shown. */
function elsewhere(db: Kysely<Database>) {
  return (
    db
      .selectFrom("issue_pages")
      .innerJoin("issues", "issues.id", "issue_pages.issue_id")
      .select(["issues.id as issueId", "issues.slug", "issue_pages.card", "issue_pages.archive"])
      .select("issue_pages.text_sha as inputs")
      // A quote within a title is escaped: these characters are the key and nothing else.
      .where("issue_pages.card", "like", '%,"elsewhere":{"at":%')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("sends")
              .select("sends.id")
              .whereRef("sends.issue_id", "=", "issues.id")
              .where("sends.kind", "=", "issue"),
          ),
        ),
      )
  );
}

/** What each page was made of that was mailed elsewhere, by slug. */
export async function elsewherePages(
  db: Kysely<Database>,
): Promise<ReadonlyMap<string, { readonly issueId: number; readonly inputs: string }>> {
  const rows = await elsewhere(db).execute();
  return new Map(rows.map(({ slug, issueId, inputs }) => [slug, { issueId, inputs }]));
}

/** Its file is gone, or no longer says that it may be shown. */
export async function dropElsewhere(db: Kysely<Database>, issueId: number): Promise<void> {
  await db.deleteFrom("aliases").where("issue_id", "=", issueId).execute();
  await db.deleteFrom("issue_pages").where("issue_id", "=", issueId).execute();
}

/** Every slug of an issue that has a send, whatever its state, with those it had before. */
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

/** The newest send of each issue that was not canceled, where it has begun. */
function online(db: Kysely<Database>) {
  return db
    .selectFrom("sends")
    .innerJoin("issues", "issues.id", "sends.issue_id")
    .leftJoin("issue_pages", "issue_pages.issue_id", "issues.id")
    .select(["issues.id as issueId", "issues.slug", "sends.started_at as startedAt"])
    .select(["sends.public_id", "sends.segment", "sends.settings", "sends.email_digest as emailDigest"])
    .select(["issue_pages.card", "issue_pages.archive", "issue_pages.corrected_digest as correctedDigest"])
    .select("issue_pages.corrected_at as correctedAt")
    .where("sends.kind", "=", "issue")
    .where("sends.issue_id", "is not", null)
    .where("sends.started_at", "is not", null)
    .where("sends.state", "!=", "canceled")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("sends as later")
            .select("later.id")
            .whereRef("later.issue_id", "=", "sends.issue_id")
            .whereRef("later.id", ">", "sends.id")
            .where("later.kind", "=", "issue")
            .where("later.started_at", "is not", null)
            .where("later.state", "!=", "canceled"),
        ),
      ),
    );
}
