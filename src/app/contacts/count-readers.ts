import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { contactsOf } from "#src/resend/contacts.ts";
import { listSuppressions } from "#src/resend/suppressions.ts";
import type { HostedList } from "#src/app/hosted/find-lists.ts";
import type { ReaderFacts } from "#src/model/facts.ts";
import { factsOfContacts } from "./facts-of-contacts.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readAll } from "#src/app/hosted/read-all.ts";

/** Who would get a broadcast, as far as Resend's lists tell. */
export interface ReaderCounts {
  readonly in_segment: number;
  readonly unsubscribed: number;
  readonly suppressed: number;
  /** All others. Those of them who have left the topic get nothing either, which Resend tells only for one contact at a time. */
  readonly at_most: number;
}

/** Counts a list's readers, with one request for every hundred. */
export async function countReaders(hosted: Hosted, list: Pick<HostedList, "segment">): Promise<ReaderCounts> {
  return (await lookAtReaders(hosted, list)).counts;
}

/** Makes the same requests as `countReaders`, and also returns what preflight needs to know about the contacts, in numbers. */
export async function lookAtReaders(
  { client, pacer }: Hosted,
  { segment }: Pick<HostedList, "segment">,
): Promise<{ readonly counts: ReaderCounts; readonly facts: ReaderFacts }> {
  const api = contactsOf(client);
  const contacts = await readAll("a segment's contacts", (after) =>
    pacer(() => api.inSegment(segment, after)),
  );
  const all = await readAll("suppressions", (after) => pacer(() => listSuppressions(client, after)));
  const never = new Set(all.items.map(({ email }) => canonicalAddress(email)));
  const unsubscribed = contacts.items.filter((one) => one.unsubscribed).length;
  const suppressed = contacts.items.filter(
    (one) => !one.unsubscribed && never.has(canonicalAddress(one.email)),
  ).length;
  const total = contacts.items.length;
  return {
    counts: { in_segment: total, unsubscribed, suppressed, at_most: total - unsubscribed - suppressed },
    facts: factsOfContacts(contacts.items.filter(({ email }) => !never.has(canonicalAddress(email)))),
  };
}
