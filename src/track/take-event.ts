import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely } from "kysely";
import { scrubEvent } from "#src/audience/scrub-event.ts";
import { eachAlone } from "#src/model/errors.ts";
import type { DeliveryEvent } from "#src/model/event.ts";
import { addressKey, taggedDatabase, taggedDelivery } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import {
  EVENT_APPLIED,
  EVENT_IGNORED,
  type EventDelivery,
  deliveryById,
  deliveryByProviderId,
  insertEvent,
  keepWaiting,
  type WaitingEvent,
  hasUnnamedDelivery,
  replacePayload,
  settleEvent,
  stopWaiting,
  waitingEvents,
} from "#src/store/events/events.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { findSuppression } from "#src/store/readers/suppressions.ts";
import { applyEvent, suppressNamed } from "./apply-event.ts";
import { isAccounts } from "./is-accounts.ts";
import { judgeClicks } from "./judge-clicks.ts";
import { type MirrorKeys, mirrorSuppression } from "./mirror-suppression.ts";

/** Waiting events read by one statement. An older version may have left 300,000 of them. */
const AT_ONCE = 200;

/** What became of an event, and the send it belongs to. */
export interface Taken {
  readonly result: "applied" | "repeated" | "waiting" | "ignored";
  readonly sendId: number | null;
}

/**
 * Writes an event down and applies it, in one transaction: when this returns, the event is on disk. Events may come late, twice
 * and in any order. `waiting`: its reader has a delivery whose id at Resend is not known yet (see `matchWaiting`).
 * `ignored`: it is about other mail, or about nothing we keep.
 */
export async function takeEvent(ledger: Ledger, event: DeliveryEvent, keys: MirrorKeys): Promise<Taken> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db): Promise<Taken> => {
    const id = await insertEvent(db, event, now);
    if (id === null) return { result: "repeated", sendId: null };

    const about = event.address === null ? null : addressKey(event.address, keys.suppressionKey);
    const delivery = isAccounts(event) ? undefined : await findDelivery(db, ledger.database, event, about);
    if (delivery !== undefined) return settle(db, id, event, delivery);
    // The payload of an event about an erased reader would bring their address back.
    if (await isErased(db, about)) await replacePayload(db, id, scrubEvent(event.payload, []));
    if (isAccounts(event)) {
      await mirrorSuppression(db, event, keys);
      await settleEvent(db, id, EVENT_APPLIED, { delivery: null, addressKey: about });
      return { result: "applied", sendId: null };
    }
    if (taggedDelivery(ledger.database, event) !== null) {
      const applied = about !== null && (await suppressNamed(db, event, about));
      return settleAlone(db, id, applied);
    }
    const mayBeOurs = !isForeign(ledger.database, event) && about !== null;
    if (!mayBeOurs || !(await hasUnnamedDelivery(db, about))) return settleAlone(db, id, false);
    await keepWaiting(db, id, about);
    return { result: "waiting", sendId: null };
  });
}

/** Settles an event that has no delivery in this ledger and never will have one. */
async function settleAlone(db: Kysely<Database>, id: number, applied: boolean): Promise<Taken> {
  await settleEvent(db, id, applied ? EVENT_APPLIED : EVENT_IGNORED, { delivery: null });
  return { result: applied ? "applied" : "ignored", sendId: null };
}

/**
 * Applies the events that came before their delivery had a provider id. Those whose reader has no delivery left that they could
 * be about stop waiting, so that other mail of the same team is not looked at again at every tick. Called after batches were
 * settled. Returns how many were applied. An event that fails holds back no other; the first error is thrown at the end.
 */
export async function matchWaiting(ledger: Ledger): Promise<number> {
  let matched = 0;
  let after = 0;
  const errors: unknown[] = [];
  for (;;) {
    const rows = await waitingEvents(ledger, after, AT_ONCE);
    // SQLite answers at once: without a pause nothing else would run before the last page.
    await nextTurn();
    if (rows.length === 0) {
      if (errors.length > 0) throw errors[0];
      return matched;
    }
    after = rows.at(-1)?.id ?? after;
    const over = rows.filter(({ delivery }) => delivery === "none");
    await stopWaiting(
      ledger.db,
      over.map(({ id }) => id),
    );
    const known = rows.filter(({ delivery }) => delivery === "known");
    if (known.length === 0) continue;
    const apply = (some: typeof rows) => matchRows(ledger, some).then((n) => (matched += n));
    // Together they cost one write to the disk; if one fails, each is applied on its own.
    await apply(known).catch(() =>
      eachAlone(known, (row) => apply([row])).catch((error: unknown) => errors.push(error)),
    );
  }
}

async function matchRows(ledger: Ledger, rows: readonly WaitingEvent[]): Promise<number> {
  return ledger.db.transaction().execute(async (db) => {
    let matched = 0;
    for (const row of rows) {
      const event = parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.at });
      const delivery =
        event === null ? undefined : await findDelivery(db, ledger.database, event, row.address_key);
      if (event === null || delivery === undefined) continue;
      await settle(db, row.id, event, delivery);
      matched += 1;
    }
    return matched;
  });
}

async function settle(
  db: Kysely<Database>,
  id: number,
  event: DeliveryEvent,
  delivery: EventDelivery,
): Promise<Taken> {
  const applied = await applyEvent(db, event, delivery);
  await settleEvent(db, id, applied ? EVENT_APPLIED : EVENT_IGNORED, { delivery });
  // A delivery that is reported after its clicks may show that a machine made them.
  if (event.type === "clicked" || (event.type === "delivered" && delivery.clicked))
    await judgeClicks(db, delivery.id);
  // The payload of an event about an erased reader would bring their address back. A reader who is still here may have an empty
  // address in the delivery, too.
  if (delivery.address === "" && delivery.subscriber_id === null)
    await replacePayload(db, id, scrubEvent(event.payload, []));
  return { result: applied ? "applied" : "ignored", sendId: delivery.send_id };
}

async function isErased(db: Kysely<Database>, about: string | null): Promise<boolean> {
  return about !== null && (await findSuppression(db, about))?.reason === "erased";
}

/** Finds a delivery by our tags if they are this ledger's, else by Resend's id among the deliveries to the event's reader. */
async function findDelivery(
  db: Kysely<Database>,
  database: string,
  event: DeliveryEvent,
  about: string | null,
): Promise<EventDelivery | undefined> {
  const id = taggedDelivery(database, event);
  const tagged = id === null ? undefined : await deliveryById(db, id);
  if (tagged !== undefined) return tagged;
  return event.providerId === null || about === null
    ? undefined
    : deliveryByProviderId(db, event.providerId, about);
}

/** Whether an event is about nothing that this ledger could ever have sent: it would wait forever. */
function isForeign(database: string, event: DeliveryEvent): boolean {
  const tagged = taggedDatabase(event.batch);
  return event.type === "other" || event.providerId === null || (tagged !== null && tagged !== database);
}
