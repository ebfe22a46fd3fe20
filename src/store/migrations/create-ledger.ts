import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/** The first schema. It is released: it is never edited, and later migrations change what it made. */
export async function createLedger(db: Kysely<unknown>, dialect: Ledger["dialect"]): Promise<void> {
  const bytes = dialect === "sqlite" ? sql`blob` : sql`bytea`;
  const id = <T extends string>(table: CreateTableBuilder<T>) =>
    dialect === "sqlite"
      ? table.addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
      : table.addColumn("id", "bigint", (c) => c.primaryKey().generatedByDefaultAsIdentity());
  const create = (name: string) => db.schema.createTable(name);
  // Otherwise SQLite would store such a table twice: its rows by number, and an index of its key.
  const byKey = <T extends string>(table: CreateTableBuilder<T>) =>
    dialect === "sqlite" ? table.modifyEnd(sql`without rowid`) : table;

  await id(create("subscribers"))
    .addColumn("public_id", "text", (c) => c.notNull().unique())
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("address_key", "text", (c) => c.notNull().unique())
    .addColumn("timezone", "text")
    .addColumn("attributes", "text", (c) => c.notNull())
    .addColumn("paused_until", "bigint")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .execute();

  await byKey(create("list_members"))
    .addColumn("list", "text", (c) => c.notNull())
    .addColumn("subscriber_id", "bigint", (c) => c.notNull().references("subscribers.id").onDelete("cascade"))
    .addColumn("state", "text", (c) => c.notNull().check(sql`state in ('pending', 'active', 'unsubscribed')`))
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("list_members_pk", ["list", "subscriber_id"])
    .execute();
  await db.schema.createIndex("list_members_subscriber").on("list_members").column("subscriber_id").execute();

  await id(create("consents"))
    .addColumn("subscriber_id", "bigint", (c) => c.references("subscribers.id").onDelete("set null"))
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("list", "text")
    .addColumn("act", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("evidence", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("consents_address").on("consents").column("address_key").execute();
  await db.schema.createIndex("consents_subscriber").on("consents").column("subscriber_id").execute();

  await byKey(create("suppressions"))
    .addColumn("address_key", "text", (c) => c.primaryKey().notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .execute();

  await id(create("issues"))
    .addColumn("slug", "text", (c) => c.notNull().unique())
    .addColumn("path", "text", (c) => c.notNull())
    .addColumn("first_seen_at", "bigint", (c) => c.notNull())
    .addColumn("file_send_at", "text")
    .addColumn("decision", "text")
    .addColumn("decided_for", "text")
    .execute();

  await create("emails")
    .addColumn("digest", "text", (c) => c.primaryKey().notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();

  await create("assets")
    .addColumn("key", "text", (c) => c.primaryKey().notNull())
    .addColumn("media_type", "text", (c) => c.notNull())
    .addColumn("bytes", bytes, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();

  await id(create("sends"))
    .addColumn("public_id", "text", (c) => c.notNull().unique())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("issue_id", "bigint", (c) => c.references("issues.id"))
    .addColumn("cause", "text")
    .addColumn("email_digest", "text", (c) => c.notNull().references("emails.digest"))
    .addColumn("list", "text", (c) => c.notNull())
    .addColumn("segment", "text")
    .addColumn("wall_local", "text")
    .addColumn("zone", "text", (c) => c.notNull())
    .addColumn("due_at", "bigint", (c) => c.notNull())
    .addColumn("scheduled_by", "text", (c) => c.notNull())
    .addColumn("git_commit", "text")
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("note", "text")
    .addColumn("settings", "text", (c) => c.notNull())
    .addColumn("candidates", "bigint")
    .addColumn("excluded", "bigint")
    .addColumn("recipients", "bigint")
    .addColumn("wave", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("resume_at", "bigint")
    .addColumn("scheduled_at", "bigint", (c) => c.notNull())
    .addColumn("planned_at", "bigint")
    .addColumn("started_at", "bigint")
    .addColumn("finished_at", "bigint")
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .execute();
  // Two live sends of one issue would be two decisions to mail the same people.
  await sql`create unique index sends_one_live on sends (issue_id) where kind = 'issue' and state in
    ('scheduled', 'planning', 'submitting', 'paused', 'settling')`.execute(db);
  // Every reader who ever subscribed has left sends of triggers; the pages of issues must not walk through them.
  await sql`create index sends_issue on sends (issue_id, id) where issue_id is not null`.execute(db);
  // A form posted twice, or a queue read twice, must not become two mails.
  await sql`create unique index sends_one_cause on sends (cause) where kind = 'trigger'`.execute(db);
  await db.schema.createIndex("sends_state").on("sends").columns(["state", "due_at"]).execute();

  await byKey(create("exclusions"))
    .addColumn("send_id", "bigint", (c) => c.notNull().references("sends.id").onDelete("cascade"))
    .addColumn("subscriber_id", "bigint", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("exclusions_pk", ["send_id", "subscriber_id"])
    .execute();

  await id(create("batches"))
    .addColumn("send_id", "bigint", (c) => c.notNull().references("sends.id"))
    .addColumn("n", "integer", (c) => c.notNull())
    .addColumn("origin", "integer")
    .addColumn("revision", "integer", (c) => c.notNull().defaultTo(1))
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.unique())
    .addColumn("sha256", "text")
    .addColumn("composer", "integer")
    .addColumn("api_key", "text")
    .addColumn("wave", "integer", (c) => c.notNull())
    .addColumn("not_before", "bigint", (c) => c.notNull())
    .addColumn("lease_token", "text")
    .addColumn("lease_until", "bigint")
    .addColumn("first_post_at", "bigint")
    .addColumn("last_post_at", "bigint")
    .addColumn("ambiguous_at", "bigint")
    .addColumn("accepted_at", "bigint")
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("last_error", "text")
    .addUniqueConstraint("batches_number", ["send_id", "n"])
    .execute();
  // The claim looks only at what is still open, however many batches are done.
  await sql`create index batches_open on batches (send_id, wave, n) where state in ('pending', 'submitting')`.execute(
    db,
  );
  await sql`create index batches_doubt on batches (send_id) where state = 'submitting' and ambiguous_at is not null`.execute(
    db,
  );

  await id(create("deliveries"))
    .addColumn("send_id", "bigint", (c) => c.notNull().references("sends.id"))
    .addColumn("subscriber_id", "bigint", (c) => c.references("subscribers.id").onDelete("set null"))
    .addColumn("subscriber_public_id", "text")
    .addColumn("issue_id", "bigint", (c) => c.references("issues.id"))
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("batch_id", "bigint", (c) => c.references("batches.id"))
    .addColumn("position", "integer", (c) => c.notNull())
    .addColumn("wave", "integer", (c) => c.notNull())
    .addColumn("deliver_at", "bigint", (c) => c.notNull())
    .addColumn("slot_values", "text", (c) => c.notNull())
    .addColumn("provider_id", "text")
    .addColumn("outcome", "text", (c) => c.notNull())
    .addColumn("freed", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("reason", "text")
    .addColumn("arrival", "integer", (c) => c.notNull())
    .addColumn("arrival_at", "bigint")
    .addUniqueConstraint("deliveries_subscriber", ["send_id", "subscriber_id"])
    .addCheckConstraint(
      "deliveries_freed",
      sql`(freed = 1) = (outcome in ('withdrawn', 'refused')) and freed in (0, 1)`,
    )
    .execute();
  // The last line of defence of guarantee 1: the database itself refuses to plan an issue for an address twice. The index
  // uses `freed` and not `outcome`: an index on the outcome would be rewritten, at random places, for every message sent.
  await sql`create unique index deliveries_once on deliveries (issue_id, address_key)
    where issue_id is not null and freed = 0`.execute(db);
  await db.schema
    .createIndex("deliveries_batch")
    .on("deliveries")
    .columns(["batch_id", "position"])
    .execute();
  // No index on provider_id: Resend's ids come in no order, and keeping them sorted cost more than everything else that
  // settling a batch writes. Events name their delivery by tag; for one without tags it is found through the reader.
  await db.schema.createIndex("deliveries_by_subscriber").on("deliveries").column("subscriber_id").execute();

  await id(create("events"))
    .addColumn("provider_event_id", "text", (c) => c.notNull().unique())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("delivery_id", "bigint", (c) => c.references("deliveries.id"))
    .addColumn("send_id", "bigint", (c) => c.references("sends.id"))
    .addColumn("provider_id", "text")
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("received_at", "bigint", (c) => c.notNull())
    .addColumn("address_key", "text")
    .addColumn("payload", "text", (c) => c.notNull())
    .addColumn("state", "integer", (c) => c.notNull())
    .addColumn("kind", "text")
    .execute();
  await sql`create index events_waiting on events (id) where state = 0`.execute(db);
  await db.schema.createIndex("events_delivery").on("events").column("delivery_id").execute();
  await db.schema.createIndex("events_send").on("events").columns(["send_id", "name"]).execute();

  await create("limiter")
    .addColumn("team", "text", (c) => c.primaryKey().notNull())
    .addColumn("rate", "integer", (c) => c.notNull())
    .addColumn("next_at", "bigint", (c) => c.notNull())
    .addColumn("blocked_until", "bigint", (c) => c.notNull())
    .addColumn("high_water_at", "bigint", (c) => c.notNull())
    .addColumn("window_at", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("turns", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("seen_turn", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("seen_posted_at", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("remaining", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("others", "integer", (c) => c.notNull().defaultTo(0))
    .execute();

  await create("triggers")
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("list", "text", (c) => c.notNull())
    .addColumn("lang", "text", (c) => c.notNull())
    .addColumn("email_digest", "text", (c) => c.notNull().references("emails.digest"))
    .addColumn("settings", "text", (c) => c.notNull())
    .addColumn("zone", "text", (c) => c.notNull())
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("triggers_pk", ["name", "list", "lang"])
    .execute();

  await id(create("trigger_queue"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("subscriber_id", "bigint", (c) => c.notNull().references("subscribers.id").onDelete("cascade"))
    .addColumn("list", "text", (c) => c.notNull())
    .addColumn("lang", "text", (c) => c.notNull())
    .addColumn("cause", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addUniqueConstraint("trigger_queue_once", ["name", "cause"])
    .execute();
  await db.schema
    .createIndex("trigger_queue_subscriber")
    .on("trigger_queue")
    .column("subscriber_id")
    .execute();

  await create("counters")
    .addColumn("name", "text", (c) => c.primaryKey().notNull())
    .addColumn("count", "bigint", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();

  await create("issue_pages")
    .addColumn("issue_id", "bigint", (c) => c.primaryKey().notNull().references("issues.id"))
    .addColumn("card", "text", (c) => c.notNull())
    .addColumn("archive", "text", (c) => c.notNull())
    .addColumn("text_sha", "text", (c) => c.notNull())
    .addColumn("corrected_digest", "text", (c) => c.references("emails.digest"))
    .addColumn("corrected_at", "bigint")
    .execute();

  await create("aliases")
    .addColumn("slug", "text", (c) => c.primaryKey().notNull())
    .addColumn("issue_id", "bigint", (c) => c.notNull().references("issues.id"))
    .execute();

  await create("meta")
    .addColumn("name", "text", (c) => c.primaryKey().notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
}
