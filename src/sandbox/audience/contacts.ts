import type { Clock } from "#src/model/clock.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { createRows } from "./create-rows.ts";

export type Subscription = "opt_in" | "opt_out";

/** A person whom the team may mail. Each address has one contact, whatever the address's case. */
export interface Contact {
  readonly id: string;
  /** ms UTC. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** From everything: then no choice of a topic counts any more. */
  readonly unsubscribed: boolean;
  readonly properties: Readonly<Record<string, string | number>>;
  /** When the contact came into each of its segments (ms UTC), by the segment's id. */
  readonly segments: ReadonlyMap<string, number>;
  /** The contact's own choices, by the topic's id. For a topic without one, the topic's default counts. */
  readonly topics: ReadonlyMap<string, Subscription>;
}

/** The team's contacts, by id and by address. */
export function createContacts(switches: Pick<Switches, "list_lag_ms">, clock: Clock) {
  const rows = createRows<Contact>(switches, clock);
  const idByEmail = new Map<string, string>();
  return {
    ...rows,
    get size() {
      return rows.size;
    },
    find: (idOrEmail: string) => rows.get(idByEmail.get(idOrEmail.toLowerCase()) ?? idOrEmail),
    put(contact: Contact): Contact {
      const former = rows.get(contact.id)?.email;
      if (former !== undefined) idByEmail.delete(former.toLowerCase());
      idByEmail.set(contact.email.toLowerCase(), contact.id);
      return rows.put(contact);
    },
    remove(id: string): Contact | undefined {
      const contact = rows.remove(id);
      if (contact !== undefined) idByEmail.delete(contact.email.toLowerCase());
      return contact;
    },
  };
}
