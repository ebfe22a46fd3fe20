import type { Kysely, Selectable } from "kysely";
import type { Database, IssuesTable } from "./schema.ts";

export type IssueRow = Selectable<IssuesTable>;

export async function findIssue(db: Kysely<Database>, slug: string): Promise<IssueRow | undefined> {
  return db.selectFrom("issues").selectAll().where("slug", "=", slug).executeTakeFirst();
}

/** Remember that a file was seen, and the `send_at` it had; a slug seen before keeps its id and first sight. */
export async function seeIssue(
  db: Kysely<Database>,
  issue: { slug: string; path: string; fileSendAt: string | null },
  now: number,
): Promise<IssueRow> {
  return db
    .insertInto("issues")
    .values({
      slug: issue.slug,
      path: issue.path,
      first_seen_at: now,
      file_send_at: issue.fileSendAt,
      decision: null,
      decided_for: null,
    })
    .onConflict((conflict) =>
      conflict.column("slug").doUpdateSet({ path: issue.path, file_send_at: issue.fileSendAt }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Give an issue a new slug, keeping its id: what was sent under the old one stays sent. */
export async function renameIssue(db: Kysely<Database>, from: string, to: string): Promise<void> {
  await db.updateTable("issues").set({ slug: to }).where("slug", "=", from).execute();
}

/** A person's word, which stands until the file's `send_at` changes; `null` takes it back. */
export async function decideIssue(
  db: Kysely<Database>,
  id: number,
  decision: IssueRow["decision"],
): Promise<void> {
  await db
    .updateTable("issues")
    .set((eb) => ({
      decision,
      decided_for: decision === null ? null : eb.fn.coalesce("file_send_at", eb.val("")),
    }))
    .where("id", "=", id)
    .execute();
}

/** Issues that were sent (to anybody) or are on their way, with the state of the latest such send. */
export async function sentIssues(
  db: Kysely<Database>,
): Promise<(IssueRow & { state: string; subject: string })[]> {
  const rows = await db
    .selectFrom("issues")
    .innerJoin("sends", "sends.issue_id", "issues.id")
    .innerJoin("emails", "emails.digest", "sends.email_digest")
    .selectAll("issues")
    .select(["sends.state", "emails.body"])
    .where("sends.kind", "=", "issue")
    .where("sends.state", "in", ["submitting", "settling", "submitted", "submitted_with_failures"])
    .execute();
  return rows.map(({ body, ...row }) => ({
    ...row,
    subject: JSON.stringify((JSON.parse(body) as { subject: unknown }).subject),
  }));
}
