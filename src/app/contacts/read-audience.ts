import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import type { KnownPerson } from "#src/model/hosted/decide-person.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import { type TeamSuppression, listSuppressions } from "#src/resend/suppressions.ts";
import type { HostedList } from "#src/app/hosted/find-lists.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readAll } from "#src/app/hosted/read-all.ts";
import { contactLists } from "./contact-lists.ts";

/** All that Resend's lists tell of a newsletter's people. Addresses are canonical. */
export interface TeamAudience {
  readonly lists: ReadonlyMap<string, HostedList>;
  /** Every contact of the team, by address: a contact of one newsletter may be one of another, too. */
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Ids of the contacts in each list's segment. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly suppressions: ReadonlyMap<string, TeamSuppression>;
}

/** Gets how many contacts were read so far. */
export type OnRead = (done: number) => void;

/** Reads the audience page by page, a hundred people for each request. Throws `audience/unknown-list`. */
export async function readAudience(
  hosted: Hosted,
  newsletter: Newsletter,
  onRead: OnRead = () => undefined,
): Promise<TeamAudience> {
  const { client, pacer } = hosted;
  const api = contactsOf(client);
  const lists = await contactLists(hosted, newsletter);
  const suppressed = await readAll("suppressions", (after) => pacer(() => listSuppressions(client, after)));
  let done = 0;
  const all = await readAll("contacts", async (after) => {
    const page = await pacer(() => api.list(after));
    if (page.kind === "done") onRead((done += page.value.items.length));
    return page;
  });
  const members = new Map<string, ReadonlySet<string>>();
  for (const [key, { segment }] of lists) members.set(key, await readMembers(hosted, segment));
  return {
    lists,
    members,
    contacts: new Map(all.items.map((one) => [canonicalAddress(one.email), one])),
    suppressions: new Map(suppressed.items.map((one) => [canonicalAddress(one.email), one])),
  };
}

async function readMembers({ client, pacer }: Hosted, segment: string): Promise<ReadonlySet<string>> {
  const api = contactsOf(client);
  const { items } = await readAll("a segment's contacts", (after) =>
    pacer(() => api.inSegment(segment, after)),
  );
  return new Set(items.map(({ id }) => id));
}

/** Ids of our topics that a contact has left. One request. Empty for a contact that is gone. */
export async function topicsLeft(
  { client, pacer }: Hosted,
  lists: TeamAudience["lists"],
  contact: string,
): Promise<ReadonlySet<string>> {
  const api = contactsOf(client);
  const ours = new Set([...lists.values()].map(({ topic }) => topic));
  const { items } = await readAll("a contact's topics", async (after) => {
    const answer = await pacer(() => api.topics(contact, after));
    return answer.kind === "gone"
      ? { ...answer, kind: "done", value: { items: [], hasMore: false } }
      : answer;
  });
  return new Set(items.filter(({ id, isIn }) => !isIn && ours.has(id)).map(({ id }) => id));
}

/** Returns a contact as `decidePerson` sees it. Asks for no topics of a contact that has left everything. */
export async function knownPerson(
  hosted: Hosted,
  { lists, members }: Pick<TeamAudience, "lists" | "members">,
  { id, unsubscribed }: Contact,
): Promise<KnownPerson> {
  return {
    unsubscribed,
    lists: new Set([...members].filter(([, ids]) => ids.has(id)).map(([key]) => key)),
    left: unsubscribed ? new Set() : await topicsLeft(hosted, lists, id),
  };
}
