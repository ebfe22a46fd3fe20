import { recordConsent } from "#src/store/readers/consents.ts";
import { dropCounter } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openRequests } from "#src/store/readers/open-requests.ts";
import { membershipsOf, setMembership, subscriberByPublicId } from "#src/store/readers/subscribers.ts";
import { queueTrigger } from "#src/store/sends/triggers.ts";
import { mailboxCounter } from "./request-subscription.ts";

export interface Confirmation {
  readonly publicId: string;
  /** Language of the page on which they confirmed. */
  readonly lang: string;
  readonly evidence: Readonly<Record<string, string>>;
}

/**
 * A reader pressed the button on the page behind the link in their mail: every requested list becomes active, and a
 * welcome mail is queued. Safe to repeat. Returns the lists that this call joined and all lists the reader is on; both
 * are empty if no subscriber has that public id. A list that was left after the request stays left: an old mail is not
 * a new consent.
 */
export async function confirmSubscription(
  ledger: Ledger,
  { publicId, lang, evidence }: Confirmation,
  suppressionKey: string,
): Promise<{ joined: string[]; active: string[] }> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const person = await subscriberByPublicId(db, publicId);
    if (person === undefined) return { joined: [], active: [] };
    const joined = await openRequests(db, person.id);
    const causes: number[] = [];
    for (const list of joined) {
      await setMembership(db, { subscriberId: person.id, list, state: "active", at: now });
      const act = { subscriberId: person.id, addressKey: person.address_key, list, at: now } as const;
      causes.push(await recordConsent(db, { ...act, act: "confirmed", source: "confirm page", evidence }));
    }
    const [list] = joined;
    if (list !== undefined) {
      // The mail reaches its owner: a reader who confirmed may ask for another list at once.
      await dropCounter(db, mailboxCounter(person.address, suppressionKey));
      const cause = String(causes[0]);
      await queueTrigger(db, { name: "welcome", subscriber_id: person.id, list, lang, cause, at: now });
    }
    const members = await membershipsOf(db, person.id);
    return { joined, active: members.flatMap(({ list: one, state }) => (state === "active" ? [one] : [])) };
  });
}
