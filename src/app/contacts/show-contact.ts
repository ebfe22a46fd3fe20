import { mailableAddress } from "#src/model/address/canonical-address.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import { readSuppressionOf } from "#src/resend/suppressions.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readAll } from "#src/app/hosted/read-all.ts";
import { contactLists } from "./contact-lists.ts";
import { reasonOf } from "./each-contact.ts";
import { insist } from "./insist.ts";
import { type TeamAudience, topicsLeft } from "./read-audience.ts";

/** Returns everything that Resend tells of an address, as JSON for its owner; null if it has neither a contact nor a suppression. */
export async function showContact(hosted: Hosted, newsletter: Newsletter, typed: string) {
  const { client, pacer } = hosted;
  const api = contactsOf(client);
  const address = mailableAddress(typed.trim());
  const lists = await contactLists(hosted, newsletter);
  const found = await insist(hosted, () => api.get(address));
  const suppression = await insist(hosted, () => readSuppressionOf(client, address));
  if (found.kind !== "done" && suppression.kind !== "done") return null;
  const contact = found.kind === "done" ? found.value : null;
  const segments =
    contact === null
      ? []
      : (await readAll("segments", (after) => pacer(() => api.segments(contact.id, after)))).items;
  const topics =
    contact === null
      ? []
      : (await readAll("topics", (after) => pacer(() => api.topics(contact.id, after)))).items;
  return {
    address: contact?.email ?? address,
    contact:
      contact === null
        ? null
        : {
            id: contact.id,
            first_name: contact.firstName,
            last_name: contact.lastName,
            unsubscribed: contact.unsubscribed,
            properties: contact.properties,
            created_at: iso(contact.createdAt),
          },
    lists: contact === null ? [] : await membershipsOf(hosted, lists, contact),
    suppression:
      suppression.kind === "done"
        ? { reason: reasonOf(suppression.value), at: iso(suppression.value.createdAt) }
        : null,
    segments: segments.map(({ name }) => name),
    topics: topics.map(({ name, isIn }) => ({ name, subscribed: isIn })),
  };
}

/** The lists that a contact is on or has left. Two requests, or more if Resend's lists have several pages. */
export async function membershipsOf(
  hosted: Hosted,
  lists: TeamAudience["lists"],
  { id, unsubscribed }: Contact,
): Promise<readonly { readonly list: string; readonly state: "active" | "unsubscribed" }[]> {
  const api = contactsOf(hosted.client);
  const segments = await readAll("a contact's segments", (after) =>
    hosted.pacer(() => api.segments(id, after)),
  );
  const within = new Set(segments.items.map((one) => one.id));
  const left = await topicsLeft(hosted, lists, id);
  return [...lists].flatMap(([list, { segment, topic }]) => {
    if (left.has(topic)) return [{ list, state: "unsubscribed" as const }];
    if (!within.has(segment)) return [];
    return [{ list, state: unsubscribed ? ("unsubscribed" as const) : ("active" as const) }];
  });
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
