import type { Kysely } from "kysely";
import { newId } from "#src/model/ids.ts";
import type { Database } from "#src/store/database/schema.ts";

interface MadeUpReader {
  readonly address: string;
  readonly addressKey: string;
  readonly timezone: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Both databases limit the parameters of a statement. */
const AT_ONCE = 500;

/** Inserts made-up members of a list, who are nobody and have consented to nothing. Only for the ledger of a rehearsal. */
export async function insertReaders(
  db: Kysely<Database>,
  list: string,
  readers: readonly MadeUpReader[],
  now: number,
): Promise<void> {
  for (let from = 0; from < readers.length; from += AT_ONCE) {
    const rows = readers.slice(from, from + AT_ONCE).map(({ address, addressKey, timezone, attributes }) => ({
      public_id: newId(),
      address,
      address_key: addressKey,
      timezone,
      attributes: JSON.stringify(attributes),
      created_at: now,
      updated_at: now,
    }));
    await db.transaction().execute(async (trx) => {
      const ids = await trx.insertInto("subscribers").values(rows).returning("id").execute();
      const members = ids.map(({ id }) => ({ list, subscriber_id: id, state: "active", at: now }) as const);
      await trx.insertInto("list_members").values(members).execute();
    });
  }
}
