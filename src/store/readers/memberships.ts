import type { Kysely } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { recordConsent } from "./consents.ts";
import { membershipsOf, setMembership, subscriberByPublicId } from "./subscribers.ts";

/** How a person said it: kept as JSON in the consent log, without anything that names the person. */
interface Evidence {
  /** For example `one-click`, `unsubscribe page`, `cli:ana`. */
  readonly source: string;
  readonly [detail: string]: string;
}

/**
 * Take a subscriber off one list, or off `all` of them, and log it, in one transaction. Safe to repeat: somebody who
 * has left already is not logged again. `unknown`: nobody has that public id (any more), and nothing changed.
 */
export async function unsubscribe(
  ledger: Ledger,
  publicId: string,
  list: string,
  { source, ...evidence }: Evidence,
): Promise<"unsubscribed" | "already" | "unknown"> {
  const at = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const subscriber = await subscriberByPublicId(db, publicId);
    if (subscriber === undefined) return "unknown";
    const said = { subscriberId: subscriber.id, addressKey: subscriber.address_key, at, source, evidence };
    const left = await leaveLists(db, subscriber.id, list, at);
    for (const one of left) await recordConsent(db, { ...said, list: one, act: "unsubscribed" });
    return left.length > 0 ? "unsubscribed" : "already";
  });
}

/**
 * Set a subscriber's lists as chosen on the preferences page: on is `active`, off is `unsubscribed`; lists that are
 * not named stay as they are, and so does a list that is off and was never joined. False where nobody has that id.
 */
export async function setMemberships(
  ledger: Ledger,
  publicId: string,
  wanted: Readonly<Record<string, boolean>>,
  { source, ...evidence }: Evidence,
): Promise<boolean> {
  const at = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const subscriber = await subscriberByPublicId(db, publicId);
    if (subscriber === undefined) return false;
    const { id: subscriberId, address_key: addressKey } = subscriber;
    const now = new Map((await membershipsOf(db, subscriberId)).map(({ list, state }) => [list, state]));
    for (const [list, on] of Object.entries(wanted)) {
      const state = now.get(list);
      if (on ? state === "active" : state === undefined || state === "unsubscribed") continue;
      if (on) await setMembership(db, { subscriberId, list, state: "active", at });
      else await leaveLists(db, subscriberId, list, at);
      const act = on ? "resubscribed" : "unsubscribed";
      await recordConsent(db, { subscriberId, addressKey, list, act, at, source, evidence });
    }
    return true;
  });
}

/**
 * Mark one list, or `all`, as left. Returns the lists that were not left before. One list is marked even where the
 * subscriber is not on it: otherwise the next import would add somebody who has left.
 */
export async function leaveLists(
  db: Kysely<Database>,
  subscriberId: number,
  list: string,
  at: number,
): Promise<string[]> {
  if (list === "all") {
    const rows = await db
      .updateTable("list_members")
      .set({ state: "unsubscribed", at })
      .where("subscriber_id", "=", subscriberId)
      .where("state", "!=", "unsubscribed")
      .returning("list")
      .execute();
    return rows.map((row) => row.list).toSorted();
  }
  const rows = await db
    .insertInto("list_members")
    .values({ subscriber_id: subscriberId, list, state: "unsubscribed", at })
    .onConflict((conflict) =>
      conflict
        .columns(["list", "subscriber_id"])
        .doUpdateSet({ state: "unsubscribed", at })
        .where("list_members.state", "!=", "unsubscribed"),
    )
    .returning("list")
    .execute();
  return rows.map((row) => row.list);
}
