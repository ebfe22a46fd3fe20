import type { Kysely, Selectable } from "kysely";
import type { IssueTextsTable } from "#src/store/database/email-tables.ts";
import type { Database } from "#src/store/database/schema.ts";

/** An email that an issue was scheduled with, and the file that it was made from. */
export type IssueText = Omit<Selectable<IssueTextsTable>, "at">;

/** Remember that an issue was scheduled with an email. */
export async function rememberText(db: Kysely<Database>, text: IssueText, now: number): Promise<void> {
  const { text_sha, body_sha } = text;
  await db
    .insertInto("issue_texts")
    .values({ ...text, at: now })
    .onConflict((conflict) => conflict.columns(["issue_id", "digest"]).doUpdateSet({ text_sha, body_sha }))
    .execute();
}

/** What is known of an email that an issue was scheduled with; undefined for one that it never had. */
export async function findText(
  db: Kysely<Database>,
  issueId: number,
  digest: string,
): Promise<IssueText | undefined> {
  return db
    .selectFrom("issue_texts")
    .select(["issue_id", "digest", "text_sha", "body_sha"])
    .where("issue_id", "=", issueId)
    .where("digest", "=", digest)
    .executeTakeFirst();
}

/** An issue that was posted to somebody, and when that began, ms UTC. */
export interface SentIssue {
  readonly slug: string;
  readonly sentAt: number;
}

/**
 * Finds the first issue other than `slug` that was posted to somebody and has this body: the ledger kept its hash, or the
 * issue is one of `slugs`.
 */
export async function sentWithBody(
  db: Kysely<Database>,
  {
    bodySha,
    slug,
    slugs,
  }: { readonly bodySha: string; readonly slug: string; readonly slugs: readonly string[] },
): Promise<SentIssue | undefined> {
  const row = await db
    .selectFrom("issues")
    .innerJoin("sends", "sends.issue_id", "issues.id")
    .innerJoin("batches", "batches.send_id", "sends.id")
    .select(["issues.slug", (eb) => eb.fn.min<number>("batches.first_post_at").as("sentAt")])
    .where("sends.kind", "=", "issue")
    .where("batches.first_post_at", "is not", null)
    .where("issues.slug", "!=", slug)
    .where((eb) =>
      eb.or([
        eb(
          "issues.id",
          "in",
          eb.selectFrom("issue_texts").select("issue_texts.issue_id").where("body_sha", "=", bodySha),
        ),
        ...(slugs.length === 0 ? [] : [eb("issues.slug", "in", slugs)]),
      ]),
    )
    .groupBy("issues.slug")
    .orderBy("sentAt")
    .executeTakeFirst();
  return row === undefined ? undefined : { slug: row.slug, sentAt: Number(row.sentAt) };
}
