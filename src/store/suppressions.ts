import { type Kysely, sql } from "kysely";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Database } from "./schema.ts";

/** Worst last. `suppressed` mirrors Resend's own list and is the only reason that Resend may take back. */
const RANK = [
  "suppressed",
  "manual",
  "erased",
  "bounced",
  "complained",
] as const satisfies SuppressionReason[];

/**
 * Never mail an address again. The worst reason stays, and the latest time of that reason, so that events may come
 * in any order and leave the same row.
 */
export async function suppress(
  db: Kysely<Database>,
  suppression: { addressKey: string; reason: SuppressionReason; at: number; source: string },
): Promise<void> {
  const { addressKey, reason, at, source } = suppression;
  await db
    .insertInto("suppressions")
    .values({ address_key: addressKey, reason, at, source })
    .onConflict((conflict) =>
      conflict
        .column("address_key")
        .doUpdateSet({ reason, at, source })
        .where((eb) =>
          eb.or([
            eb(rankOf("suppressions.reason"), "<", RANK.indexOf(reason)),
            eb.and([eb("suppressions.reason", "=", reason), eb("suppressions.at", "<", at)]),
          ]),
        ),
    )
    .execute();
}

function rankOf(column: string) {
  const cases = RANK.map((reason, rank) => sql`when ${sql.lit(reason)} then ${sql.lit(rank)}`);
  return sql<number>`case ${sql.ref(column)} ${sql.join(cases, sql` `)} end`;
}
