import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** A subscriber by the public id, and the address as it was typed. */
interface FoundAddress {
  readonly id: string;
  readonly address: string;
}

/** Finds the first subscribers whose address contains `part`, in alphabetical order. */
export async function findAddresses(
  db: Kysely<Database>,
  part: string,
  limit: number,
): Promise<FoundAddress[]> {
  // A person types a name, not a pattern, in which `_` would be any letter: such signs are dropped.
  const pattern = `%${part.toLowerCase().replace(/[\\%_]/g, "")}%`;
  return db
    .selectFrom("subscribers")
    .select(["public_id as id", "address"])
    .where((eb) => eb(eb.fn<string>("lower", ["address"]), "like", pattern))
    .orderBy("address")
    .limit(limit)
    .execute();
}
