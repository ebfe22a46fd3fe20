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

/** Returns the keys of those images that the ledger has. */
export async function knownAssets(
  db: Kysely<Database>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.selectFrom("assets").select("key").where("key", "in", keys).execute();
  return new Set(rows.map(({ key }) => key));
}
