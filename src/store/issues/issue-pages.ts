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
}

/** An issue whose send has begun. Whether it is shown is for `archive` to say. */
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
}

/** Remember what a file says of its issue, and which slugs lead to it. A slug that is an issue's own leads nowhere else. */
export async function saveIssuePage(
  db: Kysely<Database>,
  page: Pick<IssuePagesTable, "issue_id" | "text_sha" | "archive"> &
    Partial<Pick<IssuePagesTable, "corrected_digest" | "corrected_at">>,
  { card, aliases }: { card: IssueCard; aliases: readonly string[] },
): Promise<void> {
  const row = { ...page, card: JSON.stringify(card) };
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
  return row === undefined ? undefined : asOnline(row);
}

/** The issue an alias leads to, where its send has begun. */
export async function aliasTarget(db: Kysely<Database>, alias: string): Promise<OnlineIssue | undefined> {
  const row = await online(db)
    .innerJoin("aliases", "aliases.issue_id", "issues.id")
    .where("aliases.slug", "=", alias)
    .executeTakeFirst();
  return row === undefined ? undefined : asOnline(row);
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
    .offset(skip)
    .limit(limit)
    .execute();
  return rows.map(asOnline);
}

/** Every issue whose send has begun, whatever its `archive` says. */
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
  };
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
