import { z } from "zod";
import type { EmailEventType } from "#src/sandbox/mail/behaviour.ts";
import { type CountsFilter, createAddressCounts } from "./address-counts.ts";
import { type StoredBody, createBodyStore } from "#src/sandbox/api/body-store.ts";
import { takePage } from "#src/sandbox/api/pagination.ts";
import { deriveText } from "./derive-text.ts";
import { type ValidEmail, addressIn } from "#src/sandbox/mail/validate-email.ts";

/** Something that happened to a message, as its webhook event reported it. */
interface MessageEvent {
  readonly type: EmailEventType;
  /** ms UTC, on the sandbox's clock. */
  readonly at: number;
  readonly to: string;
  /** The clicked link, in mails of a broadcast. */
  readonly link?: string;
  /** Only for `email.bounced`. */
  readonly bounce?: "permanent" | "transient";
}

/** What a message knows about its broadcast. */
interface BroadcastPart {
  readonly id: string;
  readonly contactId: string;
  /** Fills the merge tags of a text with the contact's values at sending. */
  readonly fill: (text: string) => string;
  /** Links that a reader can click. */
  readonly links: readonly string[];
}

/** An accepted email without its bodies. */
export interface MessageSummary extends ValidEmail {
  readonly id: string;
  readonly messageId: string;
  readonly createdAt: number;
  /** As in `GET /emails/:id`: queued, scheduled, sent, delivered ... */
  readonly lastEvent: string;
  readonly events: readonly MessageEvent[];
  readonly broadcast: BroadcastPart | null;
}

export interface InboxMessage extends MessageSummary {
  /** Null if the email had none, or if `dropped`. */
  readonly html: string | null;
  /** Derived from `html` if the sender gave none, as Resend does. */
  readonly text: string | null;
  readonly attachments: readonly string[];
  /** True if the bodies were dropped to stay within the inbox's limit. */
  readonly dropped: boolean;
}

interface InboxQuery {
  /** Part of a recipient's address; with `exact` the whole address. */
  readonly address?: string | undefined;
  readonly exact?: boolean;
  /** 50 by default. */
  readonly limit?: number;
  /** Ids, exclusive: only older or only newer messages. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** The accepted emails, newest first. */
export interface Inbox {
  /** Emails accepted since the start, and their recipients, with every copy counted. Neither number is capped. */
  readonly count: number;
  readonly recipients: number;
  /** Messages still kept for inspection, and the bytes of their compressed bodies. */
  readonly kept: number;
  readonly bytes: number;
  list(query?: InboxQuery): { readonly data: readonly MessageSummary[]; readonly hasMore: boolean };
  byAddress(address: string): readonly MessageSummary[];
  byTag(name: string, value: string): readonly MessageSummary[];
  get(id: string): InboxMessage | null;
  /** Accepted copies by the recipient's address (lower-case), exact even after messages were dropped. */
  countsByAddress(filter?: CountsFilter): Map<string, number>;
  clear(): void;
}

/** A message as the sandbox handles it internally. */
export interface Stored extends MessageSummary {
  lastEvent: string;
  scheduledAt: number | null;
  readonly events: MessageEvent[];
  readonly apiKeyId: string;
  readonly block: StoredBody;
  /** The index in the request's array; null if the request is the email itself. */
  readonly index: number | null;
}

export type InboxStore = ReturnType<typeof createInbox>;

/** `maxBytes` limits the compressed bodies, `maxMessages` the messages kept; `countBy` names the tags to count by. */
export function createInbox(options: { maxBytes: number; maxMessages: number; countBy: readonly string[] }) {
  const bodies = createBodyStore(options.maxBytes);
  const counts = createAddressCounts(options.countBy);
  const byId = new Map<string, Stored>();
  /** Ids in order of arrival. The iterator stays just before the oldest message kept, so dropping that message needs no search. */
  const arrivals = byId.keys();
  let count = 0;
  let recipients = 0;

  const newestFirst = () => [...byId.values()].toReversed();

  return {
    get count() {
      return count;
    },
    get recipients() {
      return recipients;
    },
    get kept() {
      return byId.size;
    },
    get bytes() {
      return bodies.bytes;
    },
    newestFirst,
    list({ limit = 50, after, before, address, exact = false }: InboxQuery = {}) {
      const fitting = newestFirst()
        .values()
        .filter((stored) => goesTo(stored, address ?? "", exact));
      return takePage(fitting, { limit, after, before });
    },
    byAddress: (address: string) => newestFirst().filter((stored) => goesTo(stored, address, true)),
    byTag: (name: string, value: string) => newestFirst().filter(({ tags }) => tags[name] === value),
    get(id: string): InboxMessage | null {
      const stored = byId.get(id);
      return stored === undefined ? null : withBodies(stored, bodies.read(stored.block));
    },
    countsByAddress: (filter?: CountsFilter) => counts.counts(filter),
    clear() {
      bodies.clear();
      counts.clear();
      byId.clear();
      count = 0;
      recipients = 0;
    },
    keepBody: (raw: Uint8Array) => bodies.add(raw),
    find: (id: string) => byId.get(id),
    add(
      email: ValidEmail,
      rest: Pick<Stored, "id" | "createdAt" | "apiKeyId" | "block" | "index"> &
        Partial<Pick<Stored, "broadcast">>,
    ): Stored {
      const stored: Stored = {
        ...email,
        broadcast: null,
        ...rest,
        messageId: `<${rest.id}@sandbox.letterpress>`,
        lastEvent: email.scheduledAt === null ? "queued" : "scheduled",
        events: [],
      };
      byId.set(stored.id, stored);
      if (byId.size > options.maxMessages) byId.delete(arrivals.next().value ?? "");
      count += 1;
      for (const address of recipientsOf(stored)) {
        counts.add(
          address,
          stored.subject,
          stored.broadcast === null ? stored.tags : { broadcast_id: stored.broadcast.id },
        );
        recipients += 1;
      }
      return stored;
    },
  };
}

/** Returns every address to which a message goes, lower-case. */
export function recipientsOf({ to, cc, bcc }: Pick<ValidEmail, "to" | "cc" | "bcc">): readonly string[] {
  return [...to, ...cc, ...bcc].map((entry) => (addressIn(entry) ?? entry).toLowerCase());
}

/** Matches a message by a recipient's address. The address "" matches every message. */
function goesTo(stored: Stored, address: string, exact: boolean): boolean {
  if (address === "") return true;
  const wanted = address.toLowerCase();
  return recipientsOf(stored).some((own) => (exact ? own === wanted : own.includes(wanted)));
}

/** `request` is the JSON in which the message came; undefined if it was dropped. */
function withBodies(stored: Stored, request: unknown): InboxMessage {
  const { block, index, apiKeyId: _, ...summary } = stored;
  const email = (index === null ? request : (request as unknown[] | undefined)?.[index]) ?? {};
  const { html, text, attachments } = bodiesSchema.parse(email);
  const fill = stored.broadcast?.fill ?? ((words: string) => words);
  return {
    ...summary,
    html: html === null ? null : fill(html),
    text: fill(text ?? deriveText(html ?? "")) || null,
    // Resend silently drops the attachments of a batch.
    attachments:
      index === null ? attachments.map(({ filename }, at) => filename ?? `attachment ${at + 1}`) : [],
    dropped: block.data === null,
  };
}

const bodiesSchema = z.object({
  html: z.string().nullable().default(null),
  text: z.string().nullable().default(null),
  attachments: z
    .array(z.object({ filename: z.string().optional() }))
    .default([])
    .catch([]),
});
