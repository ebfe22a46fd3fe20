import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Remember that an issue was scheduled with an email, and the body of the file it was made from. */
export async function rememberText(
  db: Kysely<Database>,
  text: { readonly issueId: number; readonly digest: string; readonly bodySha: string | null },
  now: number,
): Promise<void> {
  await db
    .insertInto("issue_texts")
    .values({ issue_id: text.issueId, digest: text.digest, body_sha: text.bodySha, at: now })
    .onConflict((conflict) =>
      conflict.columns(["issue_id", "digest"]).doUpdateSet({ body_sha: text.bodySha }),
    )
    .execute();
}

/** Whether an issue was scheduled with this email before. */
export async function hadText(db: Kysely<Database>, issueId: number, digest: string): Promise<boolean> {
  const row = await db
    .selectFrom("issue_texts")
    .select("digest")
    .where("issue_id", "=", issueId)
    .where("digest", "=", digest)
    .executeTakeFirst();
  return row !== undefined;
}

/** An issue that was posted to somebody, and when that began, ms UTC. */
export interface SentIssue {
  readonly slug: string;
  readonly sentAt: number;
}

/**
 * The first issue other than `slug` that was posted to somebody and has this body, by what the ledger kept or because it is one of
 * `slugs`.
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
