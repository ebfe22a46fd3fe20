import { type Kysely, type Selectable, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database, IssuesTable } from "#src/store/database/schema.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

export type IssueRow = Selectable<IssuesTable>;

export async function findIssue(db: Kysely<Database>, slug: string): Promise<IssueRow | undefined> {
  return db.selectFrom("issues").selectAll().where("slug", "=", slug).executeTakeFirst();
}

export async function slugOf(db: Kysely<Database>, id: number): Promise<string | null> {
  const row = await db.selectFrom("issues").select("slug").where("id", "=", id).executeTakeFirst();
  return row?.slug ?? null;
}

/**
 * Locks an issue, so that nobody else changes it until the transaction ends. Lock its live send first: a person's decision
 * takes the two locks in that order.
 */
export async function lockIssue(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  id: number,
): Promise<IssueRow> {
  const query = db.selectFrom("issues").selectAll().where("id", "=", id);
  return (dialect === "postgres" ? query.forNoKeyUpdate() : query).executeTakeFirstOrThrow();
}

/**
 * Remembers that a file was seen, and the `send_at` it had. A slug seen before keeps its id and its first sight. A file
 * that names no time leaves the known time in place: the file may be a draft for one look only.
 */
export async function seeIssue(
  db: Kysely<Database>,
  issue: { slug: string; path: string; fileSendAt: string | null; isDraft?: boolean },
  now: number,
): Promise<IssueRow> {
  const { slug, path, fileSendAt, isDraft = false } = issue;
  const time =
    fileSendAt === null
      ? {}
      : { file_send_at: fileSendAt, ...(isDraft ? {} : { ready_send_at: fileSendAt }) };
  return db
    .insertInto("issues")
    .values({ slug, path, first_seen_at: now, file_send_at: null, ...time })
    .onConflict((conflict) => conflict.column("slug").doUpdateSet({ path, ...time }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Remember only the time that a file names at this moment: what a person decides now is about that time, too. */
export async function noteSendAt(db: Kysely<Database>, slug: string, sendAt: string): Promise<void> {
  await db.updateTable("issues").set({ file_send_at: sendAt }).where("slug", "=", slug).execute();
}

/** Give an issue a new slug, keeping its id: what was sent under the old one stays sent. */
export async function renameIssue(db: Kysely<Database>, from: string, to: string): Promise<void> {
  const { id } = await db
    .updateTable("issues")
    .set({ slug: to })
    .where("slug", "=", from)
    .returning("id")
    .executeTakeFirstOrThrow();
  // An older checkout may bring the old file back: its slug must still lead to this issue.
  await db
    .insertInto("aliases")
    .values({ slug: from, issue_id: id })
    .onConflict((conflict) => conflict.column("slug").doUpdateSet({ issue_id: id }))
    .execute();
}

/** Returns the slug of the issue that had this slug before; undefined if none had it. */
export async function slugNow(db: Kysely<Database>, alias: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("aliases")
    .innerJoin("issues", "issues.id", "aliases.issue_id")
    .select("issues.slug")
    .where("aliases.slug", "=", alias)
    .executeTakeFirst();
  return row?.slug;
}

/**
 * Records a person's word, which stands until the file's `send_at` changes. The word is about the time by which the issue
 * was scheduled, and about the time that its file names at this moment, which no pass may have read yet. It ends a pause,
 * except for an unschedule: a person who has stopped an issue twice has not let it go.
 */
export async function decideIssue(
  db: Kysely<Database>,
  id: number,
  word: NonNullable<IssueRow["word"]>,
): Promise<void> {
  await db
    .updateTable("issues")
    .set({
      word,
      word_for: sql<string>`coalesce(ready_send_at, '') || coalesce(${"\n"} || file_send_at, '')`,
      ...(word === "unscheduled" ? {} : { paused_note: null }),
    })
    .where("id", "=", id)
    .execute();
}

/** Ends the word that `row` holds, because the file names another time. A word that was given since then stays. */
export async function endWord(db: Kysely<Database>, row: IssueRow): Promise<IssueRow> {
  if (row.word === null) return row;
  await db
    .updateTable("issues")
    .set({ word: null, word_for: null })
    .where("id", "=", row.id)
    .where("word", "=", row.word)
    .where("word_for", "=", row.word_for ?? "")
    .execute();
  return { ...row, word: null, word_for: null };
}

/** Records a person's pause of an issue; null ends it. */
export async function pauseIssue(db: Kysely<Database>, id: number, note: string | null): Promise<void> {
  await db.updateTable("issues").set({ paused_note: note }).where("id", "=", id).execute();
}

/** Records that a person has looked at these bytes and lets them go. Ends the issue's pause. */
export async function approveDigest(db: Kysely<Database>, id: number, digest: string): Promise<void> {
  await db
    .updateTable("issues")
    .set({ approved_digest: digest, paused_note: null })
    .where("id", "=", id)
    .execute();
}

/** An issue that has a send, with the state and the email of its latest one. */
export type HeldIssue = Pick<IssueRow, "slug" | "path"> & Pick<SendRow, "state" | "email_digest">;

/** Reads every issue that was ever scheduled, whatever became of it. A renamed file is compared with these. */
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
