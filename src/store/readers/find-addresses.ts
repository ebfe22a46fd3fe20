import { type Kysely, sql } from "kysely";
import { contains } from "#src/store/database/contains.ts";
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
  return db
    .selectFrom("subscribers")
    .select(["public_id as id", "address"])
    .where(contains(sql`address`, part))
    .orderBy("address")
    .limit(limit)
    .execute();
}
