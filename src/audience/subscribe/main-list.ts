import type { Kysely } from "kysely";
import { type Newsletter, defaultList } from "#src/model/newsletter.ts";
import type { Database } from "#src/store/database/schema.ts";
import { membershipsOf } from "#src/store/readers/subscribers.ts";

/** The list in whose name a subscriber gets mail: one that they are on, else one that they were on, else the first. */
export async function mainListOf(
  db: Kysely<Database>,
  subscriberId: number,
  newsletter: Newsletter,
): Promise<string> {
  const members = await membershipsOf(db, subscriberId);
  const lists = [...members.filter(({ state }) => state === "active"), ...members].map(({ list }) => list);
  return lists.find((list) => Object.hasOwn(newsletter.lists, list)) ?? defaultList(newsletter);
}
