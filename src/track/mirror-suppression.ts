import type { Kysely } from "kysely";
import type { DeliveryEvent } from "#src/model/event.ts";
import { addressKey } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { liftMirrored, mirrorSuppressed } from "#src/store/events/event-suppressions.ts";
import { accountEvents } from "#src/store/events/events.ts";
import type { Database } from "#src/store/database/schema.ts";

export interface MirrorKeys {
  /** SUPPRESSION_KEY: the key of the HMAC by which addresses are kept. */
  readonly suppressionKey: string;
}

/**
 * Follow Resend's own suppression list, which it keeps for the whole team. Its events may overtake each other: an
 * addition that a later removal has already undone must not come back and stay.
 */
export async function mirrorSuppression(
  db: Kysely<Database>,
  event: DeliveryEvent,
  { suppressionKey }: MirrorKeys,
): Promise<void> {
  if (event.address === null) return;
  const key = addressKey(event.address, suppressionKey);
  if (event.type === "suppression_removed") {
    await liftMirrored(db, key, event.at);
    return;
  }
  const removals = await accountEvents(db, "suppression.removed", event.at);
  const undone = removals.some((row) => {
    if (row.address_key !== null) return row.address_key === key;
    // This event was written before the ledger kept the address key beside it.
    const removal = parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.received_at });
    return removal?.address != null && addressKey(removal.address, suppressionKey) === key;
  });
  if (undone) return;
  await mirrorSuppressed(db, { addressKey: key, at: event.at, source: "resend" });
}
