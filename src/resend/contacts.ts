import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";
import { readTime } from "./parse-event.ts";

/** A contact as Resend's lists show it. */
export interface Contact {
  readonly id: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Unsubscribed from everything, whatever topics the contact chose. */
  readonly unsubscribed: boolean;
  /** ms UTC; null if the answer has none. */
  readonly createdAt: number | null;
}

type ContactProperties = Readonly<Record<string, string | number>>;

/** A contact with its properties, which lists leave out. */
interface FullContact extends Contact {
  readonly properties: ContactProperties;
}

/** A topic as one contact has it: its own choice, or the topic's default. */
interface TopicChoice {
  readonly id: string;
  readonly name: string;
  readonly isIn: boolean;
}

/** The changes of a contact; a field that is left out stays as it is. */
export interface ContactChanges {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly unsubscribed?: boolean;
  readonly properties?: ContactProperties;
}

/** Everything about one contact that Letterpress asks of Resend; each call is one request. A contact is named by id or address. */
export interface Contacts {
  /** At most 100 contacts, after the one with the id `after`. */
  readonly list: (after: string | null) => Promise<Answer<Page<Contact>>>;
  readonly inSegment: (segment: string, after: string | null) => Promise<Answer<Page<Contact>>>;
  readonly get: (contact: string) => Promise<Answer<FullContact>>;
  readonly topics: (contact: string, after: string | null) => Promise<Answer<Page<TopicChoice>>>;
  readonly segments: (
    contact: string,
    after: string | null,
  ) => Promise<Answer<Page<{ readonly id: string; readonly name: string }>>>;
  /** Puts the contact into a segment. Whether it is subscribed stays as it is. */
  readonly join: (contact: string, segment: string) => Promise<Answer<true>>;
  /** Sets the contact's choices for the topics that are named. */
  readonly choose: (
    contact: string,
    choices: readonly Pick<TopicChoice, "id" | "isIn">[],
  ) => Promise<Answer<true>>;
  readonly change: (contact: string, changes: ContactChanges) => Promise<Answer<true>>;
}

const PAGE = "limit=100";

/**
 * There is no `create`: `POST /contacts` sets every field of a contact that already exists, and so subscribes a person who
 * has left. New contacts come in by `startImport`, which skips those that exist.
 */
export function contactsOf(client: Resend): Contacts {
  const path = (contact: string, rest = "") => `/contacts/${encodeURIComponent(contact)}${rest}`;
  const page = (after: string | null) =>
    `?${PAGE}${after === null ? "" : `&after=${encodeURIComponent(after)}`}`;
  return {
    list: (after) =>
      askResend((options) => client.get<List<Raw>>(`/contacts${page(after)}`, options), pageOf(readContact)),
    inSegment: (segment, after) =>
      askResend(
        (options) =>
          client.get<List<Raw>>(`/segments/${encodeURIComponent(segment)}/contacts${page(after)}`, options),
        pageOf(readContact),
      ),
    get: (contact) => askResend((options) => client.get<Raw>(path(contact), options), readFull),
    topics: (contact, after) =>
      askResend(
        (options) => client.get<List<RawChoice>>(path(contact, `/topics${page(after)}`), options),
        pageOf(readChoice),
      ),
    segments: (contact, after) =>
      askResend(
        (options) =>
          client.get<List<{ id: string; name?: string }>>(path(contact, `/segments${page(after)}`), options),
        pageOf(({ id, name = "" }) => ({ id, name })),
      ),
    join: (contact, segment) =>
      askResend(
        (options) =>
          client.post<object>(path(contact, `/segments/${encodeURIComponent(segment)}`), undefined, options),
        done,
      ),
    choose: async (contact, choices) => {
      const topics = choices.map(({ id, isIn }) => ({ id, subscription: isIn ? "opt_in" : "opt_out" }));
      const send = (body: unknown) =>
        askResend((options) => client.patch<object>(path(contact, "/topics"), body, options), done);
      // The SDK sends a bare array, the OpenAPI file wants an object. Both are tried, so that no reader's no is lost,
      // whichever of them is right.
      const answer = await send(topics);
      return answer.kind === "refused" ? send({ topics }) : answer;
    },
    change: (contact, { firstName, lastName, unsubscribed, properties }) =>
      askResend(
        (options) =>
          client.patch<object>(
            path(contact),
            { first_name: firstName, last_name: lastName, unsubscribed, properties },
            options,
          ),
        done,
      ),
  };
}

interface List<T> {
  readonly data: readonly T[];
  readonly has_more?: boolean;
}
type Value = string | number | null;
interface Raw {
  readonly id: string;
  readonly email: string;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly unsubscribed: boolean;
  readonly created_at?: string;
  readonly properties?: Readonly<Record<string, Value | { readonly value: Value }>> | null;
}
interface RawChoice {
  readonly id: string;
  readonly name?: string;
  readonly subscription: string;
}

const done = (): true => true;

function pageOf<R, T>(read: (raw: R) => T): (list: List<R>) => Page<T> {
  return ({ data, has_more: more }) => ({ items: data.map(read), hasMore: more === true });
}

/** Throws if a field is missing that decides who is mailed: the whole answer then counts as unclear. */
function readContact(raw: Raw): Contact {
  const { id, email, unsubscribed } = raw;
  if (typeof id !== "string" || typeof email !== "string" || typeof unsubscribed !== "boolean")
    throw new TypeError("not a contact");
  return {
    id,
    email,
    firstName: raw.first_name || null,
    lastName: raw.last_name || null,
    unsubscribed,
    createdAt: readTime(raw.created_at),
  };
}

function readFull(raw: Raw): FullContact {
  const properties: Record<string, string | number> = {};
  for (const [key, one] of Object.entries(raw.properties ?? {})) {
    // Answers have been seen with the plain value, and with the value and its type in an object.
    const value = typeof one === "object" && one !== null ? one.value : one;
    if (typeof value === "string" || typeof value === "number") properties[key] = value;
  }
  return { ...readContact(raw), properties };
}

function readChoice({ id, name = "", subscription }: RawChoice): TopicChoice {
  if (typeof id !== "string" || !["opt_in", "opt_out"].includes(subscription))
    throw new TypeError("not a choice");
  return { id, name, isIn: subscription === "opt_in" };
}
