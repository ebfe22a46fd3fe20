import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { addressKey } from "#src/model/ids.ts";
import { ARRIVALS } from "#src/model/states.ts";
import { consentsOf } from "#src/store/readers/consents.ts";
import { eventsById, eventsHolding, eventsOf } from "#src/store/readers/erase.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { leftOutOf, sentTo } from "#src/store/readers/person.ts";
import { findSubscriber, membershipsOf } from "#src/store/readers/subscribers.ts";
import { findSuppression } from "#src/store/readers/suppressions.ts";

/**
 * Everything the ledger holds about an address, as JSON to give to its owner; null if it holds nothing. Instants are
 * ISO 8601 in UTC. `subscriber` is null if the ledger has no subscriber with that address (any more).
 */
export async function showSubscriber(
  { db }: Ledger,
  address: string,
  { suppressionKey }: { suppressionKey: string },
) {
  const key = addressKey(address.trim(), suppressionKey);
  const person = await findSubscriber(db, key);
  const suppression = await findSuppression(db, key);
  const consents = await consentsOf(db, key);
  const sent = await sentTo(db, key);
  // Including events that belong to no message of ours, such as Resend's notice that it suppresses the address.
  const canonical = canonicalAddress(address.trim());
  const texts = new Set([canonical, person?.address ?? canonical]);
  const deliveries = sent.map(({ id }) => id);
  const { ids } = await eventsHolding(db, [...texts]);
  const about = [...(await eventsOf(db, deliveries)), ...(await eventsById(db, ids))];
  const events = [...new Map(about.map((event) => [event.id, event])).values()];
  const known = person !== undefined || suppression !== undefined;
  if (!known && consents.length === 0 && sent.length === 0 && events.length === 0) return null;
  const lists = person === undefined ? [] : await membershipsOf(db, person.id);
  const leftOut = person === undefined ? [] : await leftOutOf(db, person.id);
  return {
    address: person?.address ?? address.trim(),
    subscriber:
      person === undefined
        ? null
        : {
            public_id: person.public_id,
            timezone: person.timezone,
            attributes: JSON.parse(person.attributes) as Record<string, string | number | boolean | null>,
            paused_until: iso(person.paused_until),
            rests_until: iso(person.rests_until),
            created_at: iso(person.created_at),
            updated_at: iso(person.updated_at),
          },
    lists: lists.map(({ list, state, at }) => ({ list, state, at: iso(at) })),
    suppression:
      suppression === undefined
        ? null
        : { reason: suppression.reason, at: iso(suppression.at), source: suppression.source },
    consents: consents.map(({ act, list, at, source, evidence }) => ({
      act,
      list,
      at: iso(at),
      source,
      evidence: JSON.parse(evidence) as unknown,
    })),
    // A delivery that `retention` has emptied still shows what was sent and when, but no longer to which spelling of
    // the address.
    sent: sent.map(({ id: _id, slug, slot_values: values, arrival, arrival_at: arrivedAt, ...delivery }) => ({
      issue: slug,
      ...delivery,
      address: delivery.address === "" ? null : delivery.address,
      accepted_at: iso(delivery.accepted_at),
      values: JSON.parse(values) as unknown,
      arrival: ARRIVALS[arrival - 1] ?? null,
      arrival_at: iso(arrivedAt),
    })),
    left_out: leftOut.map(({ slug, planned_at: at, ...exclusion }) => ({
      issue: slug,
      ...exclusion,
      at: iso(at),
    })),
    events: events.map(({ payload, scrubbed_at: at, ...event }) =>
      at === null ? parsed(payload) : reduced(event, payload),
    ),
  };
}

/** An event of which little is left: its name and time come from their own columns. */
function reduced({ name, at }: { readonly name: string; readonly at: number }, payload: string): unknown {
  const { data = {} } = parsed(payload) as { readonly data?: unknown };
  return { type: name, created_at: iso(at), data };
}

function iso(at: number | null): string | null {
  // An import keeps 0 where the file's date could not be read.
  return at === null || Number(at) === 0 ? null : new Date(Number(at)).toISOString();
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
