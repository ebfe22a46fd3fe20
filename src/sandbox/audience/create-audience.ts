import { randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { WebhookSender } from "#src/sandbox/webhooks/webhook-sender.ts";
import { type Contact, createContacts, type Subscription } from "./contacts.ts";
import { createRows } from "./create-rows.ts";

interface Segment {
  readonly id: string;
  readonly createdAt: number;
  /** Not unique. */
  readonly name: string;
}

export interface Topic {
  readonly id: string;
  readonly createdAt: number;
  readonly name: string;
  readonly description: string | null;
  /** Counts for a contact who has not chosen. Never changes. */
  readonly defaultSubscription: Subscription;
  /** Whether the unsubscribe page shows it to everybody, or only to those who opted in. */
  readonly visibility: "public" | "private";
}

export interface ContactProperty {
  readonly id: string;
  readonly createdAt: number;
  readonly key: string;
  readonly type: "string" | "number";
  /** For contacts without a value, if a merge tag has no fallback of its own. */
  readonly fallbackValue: string | number | null;
}

export type ContactFields = Partial<Omit<Contact, "id" | "createdAt" | "updatedAt">>;

export type Audience = ReturnType<typeof createAudience>;

/** The team's contacts, segments, topics and contact properties. Every change of a contact is reported to webhooks. */
export function createAudience({
  switches,
  clock,
  webhooks,
}: {
  switches: Switches;
  clock: Clock;
  webhooks: WebhookSender;
}) {
  const contacts = createContacts(switches, clock);
  const segments = createRows<Segment>(switches, clock);
  const topics = createRows<Topic>(switches, clock);
  const properties = createRows<ContactProperty>(switches, clock);

  const subscriptionOf = (contact: Contact, topic: Topic) =>
    contact.topics.get(topic.id) ?? topic.defaultSubscription;

  return {
    contacts,
    segments,
    topics,
    properties,
    subscriptionOf,
    /** Whether a mail about a topic (null: about none) may go to a contact. A topic that no longer exists holds nobody back. */
    wants(contact: Contact, topicId: string | null): boolean {
      const topic = topicId === null ? undefined : topics.get(topicId);
      if (contact.unsubscribed) return false;
      return topic === undefined || subscriptionOf(contact, topic) === "opt_in";
    },
    addSegment: (name: string): Segment => segments.put({ id: randomUUID(), createdAt: clock.now(), name }),
    addTopic: (given: Pick<Topic, "name"> & Partial<Topic>): Topic =>
      topics.put({
        id: randomUUID(),
        createdAt: clock.now(),
        description: null,
        defaultSubscription: "opt_in",
        visibility: "private",
        ...given,
      }),
    propertyNamed: (key: string) => properties.values().find((property) => property.key === key),
    /** `reported` is false for imports, which fire no webhooks. */
    addContact({ email, ...fields }: ContactFields & { readonly email: string }, reported = true): Contact {
      const now = clock.now();
      const contact = contacts.put({
        id: randomUUID(),
        createdAt: now,
        updatedAt: now,
        email,
        firstName: null,
        lastName: null,
        unsubscribed: false,
        properties: {},
        segments: new Map(),
        topics: new Map(),
        ...fields,
      });
      if (reported) webhooks.publish("contact.created", () => contactData(contact));
      return contact;
    },
    changeContact(contact: Contact, fields: ContactFields, reported = true): Contact {
      const changed = contacts.put({ ...contact, ...fields, updatedAt: clock.now() });
      if (reported) webhooks.publish("contact.updated", () => contactData(changed));
      return changed;
    },
    removeContact(contact: Contact): void {
      contacts.remove(contact.id);
      webhooks.publish("contact.deleted", () => contactData(contact));
    },
    /** Records a contact's choices, by the topic's id. */
    chooseTopics(contact: Contact, choices: ReadonlyMap<string, Subscription>): Contact {
      const changed = contacts.put({
        ...contact,
        topics: new Map([...contact.topics, ...choices]),
        updatedAt: clock.now(),
      });
      webhooks.publish("contact.topics.updated", () => ({
        email: contact.email,
        topics: [...choices].map(([id, subscription]) => ({ id, subscription })),
      }));
      return changed;
    },
  };
}

/** `contact.created`, `contact.updated` and `contact.deleted`. */
function contactData(contact: Contact): Record<string, unknown> {
  return {
    id: contact.id,
    segment_ids: [...contact.segments.keys()],
    created_at: new Date(contact.createdAt).toISOString(),
    updated_at: new Date(contact.updatedAt).toISOString(),
    email: contact.email,
    ...(contact.firstName === null ? {} : { first_name: contact.firstName }),
    ...(contact.lastName === null ? {} : { last_name: contact.lastName }),
    unsubscribed: contact.unsubscribed,
  };
}
