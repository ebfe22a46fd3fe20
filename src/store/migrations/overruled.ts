import type { Kysely } from "kysely";

/**
 * Findings of an email that keep nothing back: accepted in the file, or forced by a person. A force covers one email, so
 * the email's digest is part of the key. A process started before this migration does not know them: it takes a forced
 * error for one that nobody has looked at, and holds the email.
 */
export async function keepOverruled(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("overruled")
    .addColumn("issue_id", "bigint", (c) => c.notNull().references("issues.id"))
    .addColumn("digest", "text", (c) => c.notNull().references("emails.digest"))
    .addColumn("rule", "text", (c) => c.notNull())
    .addColumn("how", "text", (c) => c.notNull())
    .addColumn("message", "text", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("person", "text")
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("overruled_pk", ["issue_id", "digest", "rule", "how"])
    .execute();
}
