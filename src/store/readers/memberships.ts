import type { Kysely } from "kysely";
import type { MembershipState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { ConsentsTable, Database } from "#src/store/database/schema.ts";

/** How a person said it: kept as JSON in the consent log, without anything that names the person. */
export interface Evidence {
  /** For example `one-click`, `unsubscribe page`, `cli:ana`. */
  readonly source: string;
  readonly [detail: string]: string;
}

type Act = ConsentsTable["act"];

/**
 * Take a subscriber off one list, or off `all` of them, and log it, in one transaction. Safe to repeat: somebody who
 * has left already is not logged again. `unknown`: nobody has that public id (any more), and nothing changed.
 */
export async function unsubscribe(
  ledger: Ledger,
  publicId: string,
  list: string,
  evidence: Evidence,
): Promise<"unsubscribed" | "already" | "unknown"> {
  const at = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const subscriber = await subscriberOf(db, publicId);
    if (subscriber === undefined) return "unknown";
    const left = await leaveLists(db, subscriber.id, list, at);
    for (const one of left) {
      await logConsent(db, { ...subscriber, list: one, act: "unsubscribed", at }, evidence);
    }
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
  evidence: Evidence,
): Promise<boolean> {
  const at = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const subscriber = await subscriberOf(db, publicId);
    if (subscriber === undefined) return false;
    const now = new Map(
      (await membershipsByPublicId(db, publicId)).map((membership) => [membership.list, membership.state]),
    );
    for (const [list, on] of Object.entries(wanted)) {
      const state = now.get(list);
      if (on ? state === "active" : state === undefined || state === "unsubscribed") continue;
      if (on) await joinList(db, subscriber.id, list, at);
      else await leaveLists(db, subscriber.id, list, at);
      const act = on ? "resubscribed" : "unsubscribed";
      await logConsent(db, { ...subscriber, list, act, at }, evidence);
    }
    return true;
  });
}

/** A subscriber's lists, also those left; empty where nobody has that public id. */
export async function membershipsByPublicId(
  db: Kysely<Database>,
  publicId: string,
): Promise<{ list: string; state: MembershipState }[]> {
  return db
    .selectFrom("list_members")
    .innerJoin("subscribers", "subscribers.id", "list_members.subscriber_id")
    .select(["list_members.list", "list_members.state"])
    .where("subscribers.public_id", "=", publicId)
    .orderBy("list_members.list")
    .execute();
}

/**
 * Mark one list, or `all`, as left. Returns the lists that were not left before. One list is marked even where the
 * subscriber is not on it: otherwise the next import would put somebody there who has said no.
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

/** Append one row to the consent log. */
export async function logConsent(
  db: Kysely<Database>,
  entry: { id: number | null; address_key: string; list: string | null; act: Act; at: number },
  { source, ...details }: Evidence,
): Promise<void> {
  await db
    .insertInto("consents")
    .values({
      subscriber_id: entry.id,
      address_key: entry.address_key,
      list: entry.list,
      act: entry.act,
      at: entry.at,
      source,
      evidence: JSON.stringify(details),
    })
    .execute();
}

async function joinList(db: Kysely<Database>, subscriberId: number, list: string, at: number): Promise<void> {
  await db
    .insertInto("list_members")
    .values({ subscriber_id: subscriberId, list, state: "active", at })
    .onConflict((conflict) =>
      conflict.columns(["list", "subscriber_id"]).doUpdateSet({ state: "active", at }),
    )
    .execute();
}

async function subscriberOf(
  db: Kysely<Database>,
  publicId: string,
): Promise<{ id: number; address_key: string } | undefined> {
  return db
    .selectFrom("subscribers")
    .select(["id", "address_key"])
    .where("public_id", "=", publicId)
    .executeTakeFirst();
}
