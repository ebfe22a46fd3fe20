import { type Kysely, sql } from "kysely";

/**
 * A person's word belongs to the issue, and so do its texts. `decision` and `decided_for` are renamed because a process
 * that was started before this migration would undo a word with what it writes there: now its statement fails, and it
 * schedules nothing that the ledger knows.
 */
export async function keepPersonsWord(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("issues").renameColumn("decision", "word").execute();
  await db.schema.alterTable("issues").renameColumn("decided_for", "word_for").execute();
  for (const name of ["ready_send_at", "paused_note", "approved_digest"])
    await db.schema.alterTable("issues").addColumn(name, "text").execute();
  await sql`update issues set ready_send_at = file_send_at`.execute(db);
  // An issue has at most one live send.
  await sql`update issues set paused_note = (select max(coalesce(note, 'Paused by a person.')) from sends
    where issue_id = issues.id and kind = 'issue' and state = 'paused' and reason = 'person')`.execute(db);
  await db.schema
    .createTable("issue_texts")
    .addColumn("issue_id", "bigint", (c) => c.notNull().references("issues.id"))
    .addColumn("digest", "text", (c) => c.notNull().references("emails.digest"))
    .addColumn("text_sha", "text")
    .addColumn("body_sha", "text")
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("issue_texts_pk", ["issue_id", "digest"])
    .execute();
  await sql`insert into issue_texts (issue_id, digest, at) select issue_id, email_digest, min(scheduled_at)
    from sends where kind = 'issue' and issue_id is not null group by issue_id, email_digest`.execute(db);
  await db.schema.createIndex("issue_texts_body").on("issue_texts").column("body_sha").execute();
}
