import type { Kysely } from "kysely";
import type { DeliveryEvent } from "#src/model/event.ts";
import { type Arrival, arrivalRank } from "#src/model/states.ts";
import {
  type EventDelivery,
  mirrorSuppressed,
  raiseArrival,
  suppressForEvent,
} from "#src/store/events/events.ts";
import { leaveLists, logConsent } from "#src/store/readers/memberships.ts";
import type { Database } from "#src/store/database/schema.ts";

/**
 * Let an event have its effect on its delivery and on who may be mailed. Every effect only ever moves forward, so the
 * order of events does not matter. False where the event says nothing that we keep.
 */
export async function applyEvent(
  db: Kysely<Database>,
  event: DeliveryEvent,
  delivery: EventDelivery,
): Promise<boolean> {
  const arrival = arrivalOf(event);
  const { at, providerId } = event;
  await raiseArrival(db, delivery.id, { rank: arrivalRank(arrival), at, providerId });
  const person = { id: delivery.subscriber_id, address_key: delivery.address_key };
  const source = "webhook";
  const details = { event: event.id, name: event.name };

  if (event.type === "bounced" && event.bounce?.kind === "permanent") {
    await suppressForEvent(db, { addressKey: delivery.address_key, reason: "bounced", at, source });
    const bounce = { subtype: event.bounce.subtype };
    await logConsent(db, { ...person, list: null, act: "bounced", at }, { source, ...details, ...bounce });
  }
  if (event.type === "complained") {
    await suppressForEvent(db, { addressKey: delivery.address_key, reason: "complained", at, source });
    if (person.id !== null) await leaveLists(db, person.id, "all", at);
    await logConsent(db, { ...person, list: null, act: "complained", at }, { source, ...details });
  }
  if (event.type === "suppressed") {
    await mirrorSuppressed(db, delivery.address_key, at, source);
  }
  return event.type !== "other";
}

/** What an event says of arrival; null where it says nothing. */
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
