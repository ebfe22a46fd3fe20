import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * The largest number of readers this ledger has mailed in one send that is over. The sandbox mails nobody, so nothing
 * is too large for it: Infinity.
 */
export async function provenSize({ db, destination }: Pick<Ledger, "db" | "destination">): Promise<number> {
  if (destination === "sandbox") return Infinity;
  const row = await db
    .selectFrom("sends")
    .select((eb) => eb.fn.max("recipients").as("largest"))
    .where("kind", "=", "issue")
    // Confirmations and welcomes are sends as well, one per reader: an index leaves them out.
    .where("issue_id", "is not", null)
    .where("state", "in", ["submitted", "submitted_with_failures"])
    .executeTakeFirst();
  return Number(row?.largest ?? 0);
}
