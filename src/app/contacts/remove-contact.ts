import { mailableAddress } from "#src/model/address/canonical-address.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { contactsOf } from "#src/resend/contacts.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { contactLists } from "./contact-lists.ts";
import { insist } from "./insist.ts";
import { membershipsOf } from "./show-contact.ts";

/**
 * Takes a reader off a list, or off `all` lists of this newsletter, because a person says so: the contact leaves the topics of these
 * lists, and so every other list of the same topic: `lists` names these as well. It stays in their segments, and in other
 * newsletters of the team. `unknown`: Resend has no contact with that address.
 */
export async function removeContact(
  hosted: Hosted,
  typed: string,
  { newsletter, list }: { readonly newsletter: Newsletter; readonly list: string },
): Promise<{ readonly result: "removed" | "already" | "unknown"; readonly lists: readonly string[] }> {
  const api = contactsOf(hosted.client);
  const lists = await contactLists(hosted, newsletter);
  const found = await insist(hosted, () => api.get(mailableAddress(typed.trim())));
  if (found.kind === "gone") return { result: "unknown", lists: [] };
  if (found.kind === "refused") throw notRemoved(typed, found.message);
  const topicOf = (key: string) => lists.get(key)?.topic ?? "";
  const on = (await membershipsOf(hosted, lists, found.value)).flatMap(({ list: key, state }) =>
    state === "active" ? [key] : [],
  );
  const topics = new Set(on.filter((key) => list === "all" || key === list).map(topicOf));
  if (topics.size === 0) return { result: "already", lists: [] };
  const choices = [...topics].map((id) => ({ id, isIn: false }));
  const left = await insist(hosted, () => api.choose(found.value.id, choices));
  if (left.kind === "refused") throw notRemoved(typed, left.message);
  return { result: "removed", lists: on.filter((key) => topics.has(topicOf(key))) };
}

function notRemoved(address: string, why: string): LetterpressError {
  return new LetterpressError("resend/not-handed-over", `${address.trim()} was not removed. ${why}`);
}
