import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { suppress } from "#src/store/readers/suppressions.ts";

/**
 * Suppress an address because of an event. Of several events with the same meaning the earliest time stays, so that
 * their order does not matter.
 */
export async function suppressForEvent(
  db: Kysely<Database>,
  suppression: { addressKey: string; reason: "bounced" | "complained"; at: number; source: string },
): Promise<void> {
  await suppress(db, suppression);
  await db
    .updateTable("suppressions")
    .set({ at: suppression.at })
    .where("address_key", "=", suppression.addressKey)
    .where("reason", "=", suppression.reason)
    .where("at", ">", suppression.at)
    .execute();
}

/**
 * Records that Resend itself suppresses an address. Any reason of our own stays, a person's too: Resend may later lift only
 * what was mirrored. The latest time stays, because a removal lifts what came before it.
 */
export async function mirrorSuppressed(
  db: Kysely<Database>,
  { addressKey, at, source }: { addressKey: string; at: number; source: string },
): Promise<void> {
  await db
    .insertInto("suppressions")
    .values({ address_key: addressKey, reason: "suppressed", at, source })
    .onConflict((conflict) =>
      conflict
        .column("address_key")
        .doUpdateSet({ at })
        .where("suppressions.reason", "=", "suppressed")
        .where("suppressions.at", "<", at),
    )
    .execute();
}

/** Lift what Resend itself had suppressed up to `at`; what our own events or people have suppressed stays. */
export async function liftMirrored(db: Kysely<Database>, addressKey: string, at: number): Promise<void> {
  await db
    .deleteFrom("suppressions")
    .where("address_key", "=", addressKey)
    .where("reason", "=", "suppressed")
    .where("at", "<=", at)
    .execute();
}
