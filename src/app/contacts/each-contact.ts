import type { ExportPerson } from "#src/audience/export/export-formats.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import type { TeamSuppression } from "#src/resend/suppressions.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { inParallel } from "./in-parallel.ts";
import { insist } from "./insist.ts";
import { type OnRead, type TeamAudience, knownPerson } from "./read-audience.ts";

/** Contacts read at a time: the next ones are asked for only when these are written. */
const CHUNK = 200;

/**
 * Yields every contact that is, or was, a reader of this newsletter, in the form of an export; only those of
 * `list` if it is named. A contact that has left everything has left each list. Resend tells what a contact
 * has left only for one contact at a time: a request for each, and another if the config declares attributes.
 */
export async function* eachContact(
  hosted: Hosted,
  newsletter: Newsletter,
  audience: TeamAudience,
  { list, onRead = () => undefined }: { readonly list?: string | undefined; readonly onRead?: OnRead },
): AsyncGenerator<ExportPerson> {
  const all = [...audience.contacts].toReversed();
  let done = 0;
  for (let start = 0; start < all.length; start += CHUNK) {
    const some = all.slice(start, start + CHUNK);
    const people: (ExportPerson | null)[] = [];
    await inParallel(some.entries(), async ([index, [address, contact]]) => {
      const suppression = audience.suppressions.get(address) ?? null;
      people[index] = await personOf(hosted, newsletter, audience, contact, { list, suppression });
      onRead((done += 1));
    });
    for (const person of people) if (person !== null) yield person;
  }
}

async function personOf(
  hosted: Hosted,
  newsletter: Newsletter,
  audience: TeamAudience,
  contact: Contact,
  { list, suppression }: { readonly list: string | undefined; readonly suppression: TeamSuppression | null },
): Promise<ExportPerson | null> {
  const known = await knownPerson(hosted, audience, contact);
  const memberships = [...audience.lists].flatMap(([key, { topic }]) => {
    const isOut = known.unsubscribed || known.left.has(topic);
    if ((list !== undefined && key !== list) || (!isOut && !known.lists.has(key))) return [];
    // Resend does not tell when somebody left, so 0 means no date. Any day in its place would lose to a confirmation that came after it.
    return [
      { list: key, state: isOut ? "unsubscribed" : "active", at: isOut ? 0 : (contact.createdAt ?? 0) },
    ];
  });
  if (memberships.length === 0) return null;
  return {
    row: {
      address: contact.email,
      timezone: null,
      paused_until: null,
      created_at: contact.createdAt ?? 0,
      updated_at: 0,
      public_id: contact.id,
      suppressed: suppression === null ? null : reasonOf(suppression),
      suppressed_at: suppression?.createdAt ?? null,
    },
    attributes: await attributesAt(hosted, newsletter, contact),
    memberships,
  };
}

async function attributesAt(
  hosted: Hosted,
  newsletter: Newsletter,
  { id, firstName, lastName }: Contact,
): Promise<Record<string, string | number>> {
  const names = {
    ...(firstName === null ? {} : { first_name: firstName }),
    ...(lastName === null ? {} : { last_name: lastName }),
  };
  const declared = attributesOf(newsletter);
  if (Object.keys(declared).every((name) => name === "first_name" || name === "last_name")) return names;
  const full = await insist(hosted, () => contactsOf(hosted.client).get(id));
  return full.kind === "done" ? { ...full.value.properties, ...names } : names;
}

/** The reason as our own suppressions call it. */
export function reasonOf({ origin }: Pick<TeamSuppression, "origin">): SuppressionReason {
  if (origin === "bounce") return "bounced";
  return origin === "complaint" ? "complained" : "manual";
}

/** The team's suppressions, each with its canonical address instead of the contact's own spelling. */
export function suppressionsOf({ suppressions }: TeamAudience) {
  return [...suppressions].map(([address, one]) => ({
    address: canonicalAddress(address),
    reason: reasonOf(one),
    at: one.createdAt,
  }));
}
