import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { deliveriesTo } from "./erase.ts";

/** Reads everything that was sent to an address, with its issue, oldest first. Rows of an unfinished plan do not count yet. */
export async function sentTo(db: Kysely<Database>, addressKey: string) {
  return db
    .selectFrom("deliveries")
    .innerJoin("sends", "sends.id", "deliveries.send_id")
    .leftJoin("issues", "issues.id", "sends.issue_id")
    .leftJoin("batches", "batches.id", "deliveries.batch_id")
    .leftJoin("ratings", "ratings.delivery_id", "deliveries.id")
    .select([
      "ratings.answer",
      "deliveries.id",
      "issues.slug",
      "sends.kind",
      "sends.list",
      "deliveries.address",
      "deliveries.slot_values",
      "deliveries.outcome",
      "deliveries.reason",
      "deliveries.arrival",
      "deliveries.arrival_at",
      "deliveries.provider_id",
      "batches.accepted_at",
    ])
    .where(sql<boolean>`deliveries.id in (${deliveriesTo(addressKey)})`)
    .where("sends.planner", "is", null)
    .orderBy("deliveries.id")
    .execute();
}

/** Reads the sends that had a person among their candidates and left them out, with the reason. */
export async function leftOutOf(db: Kysely<Database>, subscriberId: number) {
  return (
    db
      .selectFrom("exclusions")
      .innerJoin("sends", "sends.id", "exclusions.send_id")
      .leftJoin("issues", "issues.id", "sends.issue_id")
      .select(["issues.slug", "sends.list", "exclusions.reason", "sends.planned_at"])
      .where("exclusions.subscriber_id", "=", subscriberId)
      // Mails of triggers leave nobody out, and there are many.
      .where("sends.issue_id", "is not", null)
      .where("sends.planner", "is", null)
      .orderBy("sends.id")
      .execute()
  );
}
