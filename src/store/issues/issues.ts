import type { Kysely, Selectable } from "kysely";
import type { Database, IssuesTable } from "#src/store/database/schema.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

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

/** An issue that has a send, with the state and the email of its latest one. */
export type HeldIssue = Pick<IssueRow, "slug" | "path"> & Pick<SendRow, "state" | "email_digest">;

/** Every issue that was ever scheduled, whatever became of it: what a renamed file is compared with. */
export async function heldIssues(db: Kysely<Database>): Promise<HeldIssue[]> {
  return db
    .selectFrom("issues")
    .innerJoin("sends", "sends.issue_id", "issues.id")
    .select(["issues.slug", "issues.path", "sends.state", "sends.email_digest"])
    .where("sends.id", "in", (eb) =>
      eb
        .selectFrom("sends as latest")
        .select((last) => last.fn.max("latest.id").as("id"))
        .where("latest.kind", "=", "issue")
        .where("latest.issue_id", "is not", null)
        .groupBy("latest.issue_id"),
    )
    .execute();
}
