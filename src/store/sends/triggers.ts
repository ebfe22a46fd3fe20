import type { Insertable, Kysely, Selectable } from "kysely";
import type { TriggerName } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database, TriggerQueueTable, TriggersTable } from "#src/store/database/schema.ts";

export type TriggerRow = Selectable<TriggersTable>;
export type QueuedTrigger = Selectable<TriggerQueueTable>;

/** Replace all triggers with these. */
export async function replaceTriggers(
  db: Kysely<Database>,
  triggers: readonly Insertable<TriggersTable>[],
): Promise<void> {
  await db.deleteFrom("triggers").execute();
  if (triggers.length > 0) await db.insertInto("triggers").values(triggers).execute();
}

/** Every trigger there is. */
export async function allTriggers(db: Kysely<Database>): Promise<TriggerRow[]> {
  return db.selectFrom("triggers").selectAll().orderBy("name").orderBy("list").orderBy("lang").execute();
}

/** The triggers of one name for one list, one for each language. */
export async function triggersFor(
  db: Kysely<Database>,
  name: TriggerName,
  list: string,
): Promise<TriggerRow[]> {
  return db
    .selectFrom("triggers")
    .selectAll()
    .where("name", "=", name)
    .where("list", "=", list)
    .orderBy("lang")
    .execute();
}

/** Let a trigger's mail wait for its turn. The same cause twice is one mail. */
export async function queueTrigger(
  db: Kysely<Database>,
  mail: Omit<Insertable<TriggerQueueTable>, "id">,
): Promise<void> {
  await db
    .insertInto("trigger_queue")
    .values(mail)
    .onConflict((conflict) => conflict.columns(["name", "cause"]).doNothing())
    .execute();
}

/** Reads the mail that has waited longest of those whose email exists; nobody else sees it until the transaction ends. */
export async function nextQueuedTrigger(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
): Promise<QueuedTrigger | undefined> {
  const query = db
    .selectFrom("trigger_queue")
    .selectAll()
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("triggers")
          .select("triggers.name")
          .whereRef("triggers.name", "=", "trigger_queue.name")
          .whereRef("triggers.list", "=", "trigger_queue.list"),
      ),
    )
    .orderBy("id")
    .limit(1);
  return (dialect === "postgres" ? query.forUpdate().skipLocked() : query).executeTakeFirst();
}

export async function unqueueTrigger(db: Kysely<Database>, id: number): Promise<void> {
  await db.deleteFrom("trigger_queue").where("id", "=", id).execute();
}
