import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import type { SendRow } from "./sends.ts";
import { hasSettings, settingsOf } from "./settings-of.ts";

/** Finds the latest test of an issue, under any of its slugs, that Resend accepted for at least one address; undefined if there is none. */
export async function lastTest(db: Kysely<Database>, slugs: readonly string[]): Promise<SendRow | undefined> {
  // A test belongs to no issue: only its settings say whose email it was. Rows that the pattern finds by mistake are left
  // out below.
  const named = slugs.map((slug) => `%"slug":"${slug}"%`);
  const rows = await db
    .selectFrom("sends")
    .selectAll()
    .where("kind", "=", "test")
    .where((eb) => eb.or(named.map((pattern) => eb("settings", "like", pattern))))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("deliveries")
          .select("deliveries.id")
          .whereRef("deliveries.send_id", "=", "sends.id")
          .where("deliveries.outcome", "=", "submitted"),
      ),
    )
    .orderBy("id", "desc")
    .execute();
  return rows.find((row) => hasSettings(row) && slugs.includes(settingsOf(row).slug ?? ""));
}
