import type { Kysely } from "kysely";
import type { DeliveryEvent } from "#src/model/event.ts";
import { type Arrival, arrivalRank } from "#src/model/states.ts";
import { mirrorSuppressed, suppressForEvent } from "#src/store/events/event-suppressions.ts";
import { type EventDelivery, raiseArrival } from "#src/store/events/events.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { isAddressOf } from "#src/store/readers/address-changes.ts";
import { awaitJudgement } from "#src/store/readers/bounces.ts";
import { leaveLists } from "#src/store/readers/memberships.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import type { Database } from "#src/store/database/schema.ts";

/**
 * Applies an event to its delivery, to the suppressions and to the reader's lists. Every effect only moves forward, so the
 * order of events does not matter. Returns false if the event says nothing that we keep.
 */
export async function applyEvent(
  db: Kysely<Database>,
  event: DeliveryEvent,
  delivery: EventDelivery,
): Promise<boolean> {
  const arrival = arrivalOf(event);
  const { at, providerId } = event;
  await raiseArrival(db, delivery.id, { rank: arrivalRank(arrival), at, providerId });
  await suppressBy(db, event, delivery);
  const hasArrived = event.type === "delivered" || event.type === "clicked";
  if (hasArrived && delivery.resting && delivery.subscriber_id !== null)
    await awaitJudgement(db, delivery.subscriber_id, at);
  return event.type !== "other";
}

/**
 * Applies an event with our tags whose delivery is not in the ledger: the mail of a trigger that was deleted, or a mail that was
 * sent after a backup was made. A suppression of the address it names holds all the same. Returns false if it suppresses nobody.
 */
export async function suppressNamed(
  db: Kysely<Database>,
  event: DeliveryEvent,
  addressKey: string,
): Promise<boolean> {
  const subscriber = await findSubscriber(db, addressKey);
  return suppressBy(db, event, { subscriber_id: subscriber?.id ?? null, address_key: addressKey });
}

/** Suppresses the reader if the event is a reason to. Returns false if it keeps nobody from being mailed. */
async function suppressBy(
  db: Kysely<Database>,
  event: DeliveryEvent,
  {
    subscriber_id: subscriberId,
    address_key: addressKey,
  }: Pick<EventDelivery, "subscriber_id" | "address_key">,
): Promise<boolean> {
  const { at } = event;
  const said = { addressKey, at, source: "webhook" };
  const logged = { ...said, subscriberId, list: null };
  const evidence = { event: event.id, name: event.name };

  if (event.type === "bounced" && event.bounce?.kind === "permanent") {
    await suppressForEvent(db, { ...said, reason: "bounced" });
    const { subtype } = event.bounce;
    await recordConsent(db, { ...logged, act: "bounced", evidence: { ...evidence, subtype } });
    return true;
  }
  if (event.type === "bounced" && event.bounce?.kind === "transient" && subscriberId !== null)
    await awaitJudgement(db, subscriberId, at);
  if (event.type === "complained") {
    await suppressForEvent(db, { ...said, reason: "complained" });
    // A complaint from a stranger at a reader's mistyped new address does not speak for the reader.
    if (subscriberId !== null && (await isAddressOf(db, subscriberId, addressKey)))
      await leaveLists(db, subscriberId, "all", at);
    await recordConsent(db, { ...logged, act: "complained", evidence });
    return true;
  }
  if (event.type !== "suppressed") return false;
  await mirrorSuppressed(db, said);
  return true;
}

/** What an event says about the arrival of its mail; null if it says nothing about that. */
function arrivalOf(event: DeliveryEvent): Arrival | null {
  switch (event.type) {
    case "delivered":
    case "delayed":
    case "complained":
    case "suppressed":
      return event.type;
    case "bounced":
      // An absence note or a full mailbox comes as a transient bounce, often after the message itself was delivered.
      return event.bounce?.kind === "transient" ? "delayed" : "bounced";
    case "failed":
      // Resend accepted it and then its own quota stopped it: a person may offer it to these readers again.
      return /quota/i.test(event.reason ?? "") ? "dropped" : "failed";
    case "sent":
    case "opened":
    case "clicked":
    case "suppression_added":
    case "suppression_removed":
    case "other":
      return null;
  }
}
