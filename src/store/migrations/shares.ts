import { type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/** Pages that show an issue to everybody who has their link, until they end. They belong to no send and to no reader. */
export async function keepShares(db: Kysely<unknown>, dialect: Ledger["dialect"]): Promise<void> {
  await db.schema
    .createTable("shares")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("slug", "text", (c) => c.notNull())
    .addColumn("title", "text", (c) => c.notNull())
    .addColumn("page", dialect === "postgres" ? "bytea" : sql`blob`, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("shares_expire").on("shares").column("expires_at").execute();
}
