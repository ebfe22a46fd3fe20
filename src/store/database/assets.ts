import type { Kysely } from "kysely";
import type { Asset } from "#src/model/email.ts";
import type { Database } from "./schema.ts";

/** An image by its key; null where the ledger has none. */
export async function loadAsset(db: Kysely<Database>, key: string): Promise<Asset | null> {
  const row = await db
    .selectFrom("assets")
    .select(["key", "media_type", "bytes"])
    .where("key", "=", key)
    .executeTakeFirst();
  return row === undefined ? null : { key: row.key, mediaType: row.media_type, bytes: row.bytes };
}
