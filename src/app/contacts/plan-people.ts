import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { type PersonPlan, type PersonRow, decidePerson } from "#src/model/hosted/decide-person.ts";
import { type Contact, type ContactChanges, contactsOf } from "#src/resend/contacts.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { inParallel } from "./in-parallel.ts";
import { insist } from "./insist.ts";
import type { PropertyWriter, Values } from "./property-writer.ts";
import { type TeamAudience, knownPerson } from "./read-audience.ts";

/** A person whom a file or a ledger names. */
export interface NamedPerson {
  readonly address: string;
  /** The line of the file; 0 for a ledger. */
  readonly line: number;
  readonly rows: readonly PersonRow[];
  readonly values: Values;
}

export interface PlannedPerson {
  readonly person: NamedPerson;
  readonly plan: PersonPlan;
  readonly contact: Contact | null;
  /** Names and properties that differ; null where none do. */
  readonly changes: ContactChanges | null;
}

/** Compares people with what Resend has of them; writes nothing. Each person who is a contact already costs up to two requests. */
export async function planPeople(
  hosted: Hosted,
  audience: TeamAudience,
  people: readonly NamedPerson[],
  properties: PropertyWriter,
  onCompared: (done: number) => void = () => undefined,
): Promise<readonly PlannedPerson[]> {
  const planned: PlannedPerson[] = [];
  let done = 0;
  await inParallel(people.entries(), async ([index, person]) => {
    const contact = audience.contacts.get(canonicalAddress(person.address)) ?? null;
    planned[index] = await planPerson(hosted, audience, person, contact, properties);
    onCompared((done += 1));
  });
  return planned;
}

/** Plans for one person, whose contact was read just now. */
export async function planPerson(
  hosted: Hosted,
  audience: TeamAudience,
  person: NamedPerson,
  contact: Contact | null,
  properties: PropertyWriter,
): Promise<PlannedPerson> {
  const topics = new Map([...audience.lists].map(([key, { topic }]) => [key, topic]));
  const plan = decidePerson({
    rows: person.rows,
    known: contact === null ? null : await knownPerson(hosted, audience, contact),
    isSuppressed: audience.suppressions.has(canonicalAddress(person.address)),
    topics,
  });
  if (contact === null || !plan.isReader) return { person, plan, contact, changes: null };
  const changes = await changesOf(hosted, contact, properties.fieldsOf(person.values));
  // A person on the list already, whose name or properties change, counts as updated.
  const rows = plan.rows.map((row) =>
    changes !== null && row.class === "unchanged" && row.result === "active"
      ? { ...row, class: "updated" as const }
      : row,
  );
  return { person, plan: { ...plan, rows }, contact, changes };
}

async function changesOf(
  hosted: Hosted,
  contact: Contact,
  { firstName, lastName, properties }: ReturnType<PropertyWriter["fieldsOf"]>,
): Promise<ContactChanges | null> {
  const names = {
    ...(firstName === undefined || firstName === contact.firstName ? {} : { firstName }),
    ...(lastName === undefined || lastName === contact.lastName ? {} : { lastName }),
  };
  const wanted = Object.entries(properties);
  if (wanted.length > 0) {
    const full = await insist(hosted, () => contactsOf(hosted.client).get(contact.id));
    const has = full.kind === "done" ? full.value.properties : {};
    const other = wanted.filter(([key, value]) => has[key] !== value);
    if (other.length > 0) return { ...names, properties: Object.fromEntries(other) };
  }
  return Object.keys(names).length > 0 ? names : null;
}
