import { mailableAddress } from "#src/model/address/canonical-address.ts";
import { contactsOf } from "#src/resend/contacts.ts";
import { MOST_SUPPRESSIONS, addSuppressions } from "#src/resend/suppressions.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { inParallel } from "./in-parallel.ts";
import { type Outcome, insist } from "./insist.ts";
import { makeContacts } from "./make-contacts.ts";
import { type NamedPerson, type PlannedPerson, planPerson } from "./plan-people.ts";
import type { PropertyWriter } from "./property-writer.ts";
import type { TeamAudience } from "./read-audience.ts";

/** Why Resend refused a person, or a part of what was planned for them. */
export type Refused = ReadonlyMap<NamedPerson, string>;

/**
 * Writes what was planned, the noes first: a run that is killed has subscribed nobody whose no was still to be written.
 * None of its requests can subscribe again a person who leaves meanwhile, so it may be run again, and beside another run.
 */
export async function writePeople(
  hosted: Hosted,
  audience: TeamAudience,
  planned: readonly PlannedPerson[],
  properties: PropertyWriter,
  onWritten: (done: number) => void = () => undefined,
): Promise<Refused> {
  const api = contactsOf(hosted.client);
  const refused = new Map<NamedPerson, string>();
  let done = 0;
  const count = (more = 1) => onWritten((done += more));
  const note = (person: NamedPerson, outcome: Outcome<unknown>) => {
    if (outcome.kind === "refused") refused.set(person, outcome.message);
    return outcome.kind === "done";
  };
  const leave = async ({ person, plan, contact }: PlannedPerson): Promise<void> => {
    if (contact === null || plan.leave.length === 0) return;
    const choices = plan.leave.map((id) => ({ id, isIn: false }));
    note(person, await insist(hosted, () => api.choose(contact.id, choices)));
  };
  const join = async ({ person, plan, contact, changes }: PlannedPerson): Promise<void> => {
    if (contact === null) return;
    for (const key of plan.join) {
      const segment = audience.lists.get(key)?.segment ?? "";
      if (!note(person, await insist(hosted, () => api.join(contact.id, segment)))) return;
    }
    if (changes !== null) note(person, await insist(hosted, () => api.change(contact.id, changes)));
  };

  await suppressAll(hosted, planned, refused);
  await inParallel(
    planned.filter(({ plan }) => plan.leave.length > 0),
    async (one) => {
      await leave(one);
      count();
    },
  );
  for (const group of groupsOf(planned, audience)) {
    const made = await makeContacts(hosted, group.people, group, properties, count);
    for (const { one } of made.refused)
      refused.set(one.person, "Resend did not make a contact of this address");
    await inParallel(made.there, async ({ one, contact }) => {
      const again = await planPerson(hosted, audience, one.one.person, contact, properties);
      await leave(again);
      await join(again);
    });
  }
  await inParallel(
    planned.filter(({ plan, changes }) => plan.join.length > 0 || changes !== null),
    async (one) => {
      await join(one);
      count();
    },
  );
  return refused;
}

async function suppressAll(
  hosted: Hosted,
  planned: readonly PlannedPerson[],
  refused: Map<NamedPerson, string>,
): Promise<void> {
  const all = planned.filter(({ plan }) => plan.suppress);
  for (let start = 0; start < all.length; start += MOST_SUPPRESSIONS) {
    const some = all.slice(start, start + MOST_SUPPRESSIONS);
    const emails = some.map(({ person }) => mailableAddress(person.address));
    const outcome = await insist(hosted, () => addSuppressions(hosted.client, emails));
    if (outcome.kind === "done") continue;
    const why = outcome.kind === "refused" ? outcome.message : "Resend knows no suppressions (404).";
    for (const { person } of some) refused.set(person, why);
  }
}

/** Groups the new contacts that share segments and choices, so that one import makes them. Those whom nobody may mail come first. */
function groupsOf(planned: readonly PlannedPerson[], { lists }: TeamAudience) {
  const groups = Map.groupBy(
    planned.filter(({ plan }) => plan.create !== null),
    ({ plan }) => JSON.stringify([plan.create?.lists, plan.create?.left, plan.create?.unsubscribed]),
  );
  return [...groups.values()]
    .map((people) => {
      const { lists: keys = [], left = [], unsubscribed = true } = people[0]?.plan.create ?? {};
      return {
        segments: keys.map((key) => lists.get(key)?.segment ?? ""),
        left,
        unsubscribed,
        people: people.map((one) => ({
          one,
          person: one.person,
          address: one.person.address,
          // Of a person who has left, only that fact is kept.
          values: unsubscribed ? {} : one.person.values,
          unsubscribed,
        })),
      };
    })
    .toSorted((a, b) => Number(b.unsubscribed) - Number(a.unsubscribed));
}
