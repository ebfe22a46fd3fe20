import { type Insertable, type Kysely, type Selectable, type Updateable, sql } from "kysely";
import { newId } from "#src/model/ids.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { type SendState, SEND_STEPS, TRIGGERS, asksAddress, assertStep } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database, SendsTable } from "#src/store/database/schema.ts";
import { hasSettings } from "./settings-of.ts";

export type SendRow = Selectable<SendsTable>;

/** States in which a send still has something to do or to decide. */
export const LIVE: readonly SendState[] = ["scheduled", "planning", "submitting", "paused", "settling"];

/** Whether a send goes to an address that is on no list yet, or no longer (`asksAddress`). */
export function asksToConfirm({ kind, cause }: Pick<SendRow, "kind" | "cause">): boolean {
  const name = cause?.split(":", 1)[0];
  return kind === "trigger" && TRIGGERS.some((one) => one === name && asksAddress(one));
}

/** A send as it is first recorded. Fields left out are null: the send belongs to no issue, or has not come that far. */
export type NewSend = Omit<
  Insertable<SendsTable>,
  "public_id" | "settings" | "scheduled_at" | "updated_at"
> & { readonly settings: SendSettings };

/** Record a send. */
export async function insertSend(db: Kysely<Database>, send: NewSend, now: number): Promise<SendRow> {
  const row = { ...send, settings: JSON.stringify(send.settings), public_id: newId() };
  return db
    .insertInto("sends")
    .values({ ...row, scheduled_at: now, updated_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function sendById(db: Kysely<Database>, id: number): Promise<SendRow | undefined> {
  return db.selectFrom("sends").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Reads a send and locks it: nobody else changes it until the transaction ends. */
export async function lockSend(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  id: number,
): Promise<SendRow | undefined> {
  const query = db.selectFrom("sends").selectAll().where("id", "=", id);
  return (dialect === "postgres" ? query.forUpdate() : query).executeTakeFirst();
}

/** The one live send of an issue, if there is one. */
export async function liveSend(db: Kysely<Database>, issueId: number): Promise<SendRow | undefined> {
  return db
    .selectFrom("sends")
    .selectAll()
    .where("issue_id", "=", issueId)
    .where("kind", "=", "issue")
    .where("state", "in", LIVE)
    .executeTakeFirst();
}

/** Reads the live send of an issue and locks it: nobody else changes it until the transaction ends, so steps from its state succeed. */
export async function lockLiveSend(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  issueId: number,
): Promise<SendRow | undefined> {
  const found = await liveSend(db, issueId);
  const locked = found && (await lockSend(db, dialect, found.id));
  // Another process may have had the lock until now, and canceled the send.
  return locked && LIVE.includes(locked.state) ? locked : undefined;
}

/** The latest send of an issue, canceled ones included. */
export async function latestSend(db: Kysely<Database>, issueId: number): Promise<SendRow | undefined> {
  return db
    .selectFrom("sends")
    .selectAll()
    .where("issue_id", "=", issueId)
    .where("kind", "=", "issue")
    .orderBy("id", "desc")
    .executeTakeFirst();
}

export async function sendsIn(db: Kysely<Database>, states: readonly SendState[]): Promise<SendRow[]> {
  return db
    .selectFrom("sends")
    .selectAll()
    .where("state", "in", states)
    .orderBy("due_at")
    .orderBy("id")
    .execute();
}

/**
 * Reads the sends in these states, without those whose settings cannot be read. Such sends are paused if they could move,
 * so that each stops alone and says why.
 */
export async function readableSends(
  { db, clock }: Pick<Ledger, "db" | "clock">,
  states: readonly SendState[],
): Promise<SendRow[]> {
  const readable: SendRow[] = [];
  for (const send of await sendsIn(db, states)) {
    if (hasSettings(send)) readable.push(send);
    else if (send.state !== "paused") await stepSend(db, send.id, send.state, "paused", clock.now(), DAMAGED);
  }
  return readable;
}

/** The pause of a send whose settings cannot be read. */
export const DAMAGED = {
  reason: "damaged",
  note: "Its settings in the ledger cannot be read.",
} as const;

/**
 * Takes one step of the table, and changes other columns with it. False if the send was no longer in `from`: somebody else
 * took a step first, and the caller looks again. `reason`, `note` and `resume_at` are cleared unless given.
 */
export async function stepSend(
  db: Kysely<Database>,
  id: number,
  from: SendState,
  to: SendState,
  now: number,
  changes: Updateable<SendsTable> = {},
): Promise<boolean> {
  assertStep(SEND_STEPS, from, to);
  // A process that still writes the plan notices that it has lost the send, even if the send comes back to `planning`.
  const planner =
    from === "planning" ? { planner: sql<string>`case when planner is not null then '' end` } : {};
  const { numUpdatedRows } = await db
    .updateTable("sends")
    .set({ reason: null, note: null, resume_at: null, ...planner, ...changes, state: to, updated_at: now })
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Changes a send that stays in its state. False if it has left that state. */
export async function changeSend(
  db: Kysely<Database>,
  id: number,
  state: SendState,
  now: number,
  changes: Updateable<SendsTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("sends")
    .set({ ...changes, updated_at: now })
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
