import type { Kysely } from "kysely";
import type { Asset, Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Keeps an email under its digest; an existing one stays untouched. */
export async function saveEmail(db: Kysely<Database>, email: Email, now: number): Promise<void> {
  await db
    .insertInto("emails")
    .values({ digest: email.digest, body: JSON.stringify(email), created_at: now })
    .onConflict((conflict) => conflict.column("digest").doNothing())
    .execute();
}

/** Reads the email of a digest. Throws `ledger/damaged` if a send names an email that is not there. */
export async function loadEmail(db: Kysely<Database>, digest: string): Promise<Email> {
  const row = await db.selectFrom("emails").select("body").where("digest", "=", digest).executeTakeFirst();
  if (row === undefined) throw new LetterpressError("ledger/damaged", `The ledger has no email ${digest}.`);
  return JSON.parse(row.body) as Email;
}

/** Keep images permanently under their keys: mail already sent points at them. */
export async function saveAssets(db: Kysely<Database>, assets: readonly Asset[], now: number): Promise<void> {
  for (const { key, mediaType, bytes } of assets) {
    await db
      .insertInto("assets")
      .values({ key, media_type: mediaType, bytes, created_at: now })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
  }
}
