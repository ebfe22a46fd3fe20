import type { Newsletter } from "#src/model/newsletter.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { reasonOf } from "./each-contact.ts";
import { type OnRead, readAudience } from "./read-audience.ts";

/** The same counts as of a ledger, as far as Resend's lists tell. */
interface ContactCounts {
  /** Contacts in any segment of this newsletter. */
  readonly people: number;
  /** Contacts of the team in no segment of this newsletter: they are of another newsletter, or were never put on a list. */
  readonly elsewhere: number;
  /**
   * `active`: in the segment, and neither unsubscribed from everything nor suppressed. Some
   * of them may have left the topic, which Resend tells only for one contact at a time.
   */
  readonly lists: Readonly<Record<string, { readonly active: number; readonly unsubscribed: number }>>;
  readonly suppressions: Readonly<Partial<Record<SuppressionReason, number>>>;
}

/** Counts the contacts, with one request for every hundred. */
export async function countContacts(
  hosted: Hosted,
  newsletter: Newsletter,
  onRead?: OnRead,
): Promise<ContactCounts> {
  const { contacts, members, suppressions } = await readAudience(hosted, newsletter, onRead);
  const all = [...contacts].map(([address, { id, unsubscribed }]) => ({
    id,
    unsubscribed,
    isSuppressed: suppressions.has(address),
  }));
  const lists = [...members].map(([key, ids]) => {
    const its = all.filter(({ id }) => ids.has(id));
    const unsubscribed = its.filter((one) => one.unsubscribed).length;
    const active = its.filter((one) => !one.unsubscribed && !one.isSuppressed).length;
    return [key, { active, unsubscribed }] as const;
  });
  const ours = [...members.values()];
  const reasons = Map.groupBy([...suppressions.values()], reasonOf);
  const people = all.filter(({ id }) => ours.some((ids) => ids.has(id))).length;
  return {
    people,
    elsewhere: all.length - people,
    lists: Object.fromEntries(lists),
    suppressions: Object.fromEntries([...reasons].map(([reason, { length }]) => [reason, length])),
  };
}
