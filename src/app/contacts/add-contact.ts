import { typedAttributes } from "#src/audience/typed-attributes.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { mailableAddress } from "#src/model/address/canonical-address.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import { readSuppressionOf } from "#src/resend/suppressions.ts";
import type { HostedList } from "#src/app/hosted/find-lists.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readAll } from "#src/app/hosted/read-all.ts";
import { contactLists, expectList } from "./contact-lists.ts";
import { reasonOf } from "./each-contact.ts";
import { type Outcome, insist } from "./insist.ts";
import { makeContacts } from "./make-contacts.ts";
import { type PropertyWriter, type Values, openProperties } from "./property-writer.ts";
import { topicsLeft } from "./read-audience.ts";

interface AddOptions {
  readonly newsletter: Newsletter;
  readonly list: string;
  /** As typed; each is read as its declared type. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Brings back a reader who left, because they asked for it. */
  readonly resubscribe: boolean;
}

type Added =
  | { readonly result: "added" | "updated" | "unchanged"; readonly address: string; readonly state: "active" }
  | { readonly result: "unsubscribed"; readonly address: string }
  | { readonly result: "suppressed"; readonly address: string; readonly reason: string }
  | { readonly result: "refused"; readonly reason: string };

/**
 * Puts one person on a list, active at once. Never brings back a suppressed address, and a reader who left
 * only with `resubscribe`. Throws `audience/unknown-list`, and `usage/invalid` for an invalid attribute.
 */
export async function addContact(
  hosted: Hosted,
  typed: string,
  { newsletter, list, attributes, resubscribe }: AddOptions,
): Promise<Added> {
  expectList(newsletter, list);
  const values = typedAttributes(newsletter, attributes);
  const checked = validAddress(typed);
  if (!checked.ok) return { result: "refused", reason: checked.reason };
  const { address } = checked;
  const to = mailableAddress(address);
  const api = contactsOf(hosted.client);
  const lists = await contactLists(hosted, newsletter);
  const place = lists.get(list);
  if (place === undefined) throw new TypeError(`${list} was not found`);
  const suppression = await insist(hosted, () => readSuppressionOf(hosted.client, to));
  if (suppression.kind === "done")
    return { result: "suppressed", address, reason: reasonOf(suppression.value) };
  const properties = await openProperties(hosted, newsletter, Object.keys(values).length > 0);
  let contact = await insist(hosted, () => api.get(to));
  if (contact.kind === "gone") {
    const wanted = [{ address, values, unsubscribed: false }];
    const group = { segments: [place.segment], left: [] };
    const made = await makeContacts(hosted, wanted, group, properties, () => undefined);
    if (made.refused.length > 0) throw notTaken(address, "Resend made no contact of it.");
    // Somebody else made the contact in the same moment, and it may have left since.
    const [there] = made.there;
    if (there === undefined) return { result: "added", address, state: "active" };
    contact = { kind: "done", value: { ...there.contact, properties: {} } };
  }
  const known = must(address, contact);
  const left = await topicsLeft(hosted, lists, known.id);
  const isOut = known.unsubscribed || left.has(place.topic);
  if (isOut && !resubscribe) return { result: "unsubscribed", address };
  return settle(hosted, { known, place, isOut, values, properties, address });
}

async function settle(
  hosted: Hosted,
  {
    known,
    place,
    isOut,
    values,
    properties,
    address,
  }: {
    readonly known: Contact & { readonly properties: Readonly<Record<string, string | number>> };
    readonly place: HostedList;
    readonly isOut: boolean;
    readonly values: Values;
    readonly properties: PropertyWriter;
    readonly address: string;
  },
): Promise<Added> {
  const api = contactsOf(hosted.client);
  if (isOut) await comeBack(hosted, known, place, address);
  const segments = await readAll("a contact's segments", (after) =>
    hosted.pacer(() => api.segments(known.id, after)),
  );
  const isThere = segments.items.some(({ id }) => id === place.segment);
  if (!isThere) must(address, await insist(hosted, () => api.join(known.id, place.segment)));
  const fields = properties.fieldsOf(values);
  const differs =
    (fields.firstName !== undefined && fields.firstName !== known.firstName) ||
    (fields.lastName !== undefined && fields.lastName !== known.lastName) ||
    Object.entries(fields.properties).some(([key, value]) => known.properties[key] !== value);
  if (differs) must(address, await insist(hosted, () => api.change(known.id, fields)));
  // This comes last: a run that is killed before it leaves a person who has left as they were.
  if (known.unsubscribed)
    must(address, await insist(hosted, () => api.change(known.id, { unsubscribed: false })));
  if (!isThere && !isOut) return { result: "added", address, state: "active" };
  return { result: isOut || differs ? "updated" : "unchanged", address, state: "active" };
}

/** Brings a reader back to this list alone. If they left everything, every other topic is left by name first. */
async function comeBack(
  hosted: Hosted,
  { id, unsubscribed }: Contact,
  { topic }: HostedList,
  address: string,
): Promise<void> {
  const api = contactsOf(hosted.client);
  if (unsubscribed) {
    const { items } = await readAll("a contact's topics", (after) =>
      hosted.pacer(() => api.topics(id, after)),
    );
    const others = items
      .filter((one) => one.isIn && one.id !== topic)
      .map((one) => ({ id: one.id, isIn: false }));
    if (others.length > 0) must(address, await insist(hosted, () => api.choose(id, others)));
  }
  must(address, await insist(hosted, () => api.choose(id, [{ id: topic, isIn: true }])));
}

function must<T>(address: string, outcome: Outcome<T>): T {
  if (outcome.kind === "done") return outcome.value;
  throw notTaken(address, outcome.kind === "gone" ? "Somebody has deleted the contact." : outcome.message);
}

function notTaken(address: string, why: string): LetterpressError {
  return new LetterpressError("resend/not-handed-over", `${address} was not added. ${why}`);
}
