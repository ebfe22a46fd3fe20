import type { EmailEventType } from "#src/sandbox/mail/behaviour.ts";
import { type AddressCounts, type CountsFilter, createAddressCounts } from "./address-counts.ts";
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
}

/** An accepted email without its bodies. */
export interface MessageSummary {
  readonly id: string;
  readonly messageId: string;
  readonly createdAt: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly topicId: string | null;
  readonly scheduledAt: number | null;
  /** As in `GET /emails/:id`: queued, scheduled, sent, delivered ... */
  readonly lastEvent: string;
  readonly events: readonly MessageEvent[];
}

export interface InboxMessage extends MessageSummary {
  /** Null if the email had none, or if `dropped`. */
  readonly html: string | null;
  /** Derived from `html` if the sender gave none, as Resend does. */
  readonly text: string | null;
  readonly attachments: readonly string[];
  /** The bodies were dropped to stay within the inbox's limit. */
  readonly dropped: boolean;
}

interface InboxQuery {
  /** Part of a recipient's address; with `exact` the whole address. */
  readonly address?: string;
  readonly exact?: boolean;
  readonly tag?: { readonly name: string; readonly value: string };
  /** 50 by default. */
  readonly limit?: number;
  /** Ids, exclusive: only older or only newer messages. */
  readonly after?: string;
  readonly before?: string;
}

/** The accepted emails, newest first. */
export interface Inbox {
  /** Emails accepted since the start, and their recipients, with every copy counted; never capped. */
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
  /** Its index in the request; null if the request is the email itself. */
  readonly index: number | null;
}

export interface InboxStore extends Inbox {
  keepBody(raw: Uint8Array): StoredBody;
  add(email: ValidEmail, rest: Pick<Stored, "id" | "createdAt" | "apiKeyId" | "block" | "index">): Stored;
  find(id: string): Stored | null;
}

/** `maxBytes` limits the compressed bodies, `maxMessages` the messages kept; `countBy` names the tags to count by. */
export function createInbox(options: {
  maxBytes: number;
  maxMessages: number;
  countBy: readonly string[];
}): InboxStore {
  const bodies = createBodyStore(options.maxBytes);
  const counts: AddressCounts = createAddressCounts(options.countBy);
  const byId = new Map<string, Stored>();
  /** Oldest first; the entries before `head` are already empty. */
  let order: (Stored | undefined)[] = [];
  let head = 0;
  let count = 0;
  let recipients = 0;

  const newestFirst = function* (): Generator<Stored> {
    for (let at = order.length - 1; at >= head; at--) {
      const stored = order[at];
      if (stored !== undefined) yield stored;
    }
  };
  const dropOldest = () => {
    const oldest = order[head];
    if (oldest !== undefined) byId.delete(oldest.id);
    order[head++] = undefined;
    if (head > 10_000 && head * 2 > order.length) {
      order = order.slice(head);
      head = 0;
    }
  };

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
    list({ limit = 50, after, before, ...query } = {}) {
      const fitting = newestFirst().filter((stored) => fits(stored, query));
      return takePage(fitting, { limit, after, before });
    },
    byAddress: (address) =>
      newestFirst()
        .filter((stored) => fits(stored, { address, exact: true }))
        .toArray(),
    byTag: (name, value) =>
      newestFirst()
        .filter(({ tags }) => tags[name] === value)
        .toArray(),
    get(id) {
      const stored = byId.get(id);
      return stored === undefined ? null : withBodies(stored, bodies.read(stored.block));
    },
    countsByAddress: (filter) => counts.counts(filter),
    clear() {
      bodies.clear();
      counts.clear();
      byId.clear();
      order = [];
      head = 0;
      count = 0;
      recipients = 0;
    },
    keepBody: (raw) => bodies.add(raw),
    find: (id) => byId.get(id) ?? null,
    add(email, rest) {
      const { scheduledAt, tags: list, ...fields } = email;
      const tags = Object.fromEntries(list.map(({ name, value }) => [name, value]));
      const stored: Stored = {
        ...fields,
        ...rest,
        messageId: `<${rest.id}@sandbox.letterpress>`,
        tags,
        scheduledAt,
        lastEvent: scheduledAt === null ? "queued" : "scheduled",
        events: [],
      };
      byId.set(stored.id, stored);
      order.push(stored);
      if (byId.size > options.maxMessages) dropOldest();
      count += 1;
      for (const address of recipientsOf(stored)) {
        counts.add(address, stored.subject, tags);
        recipients += 1;
      }
      return stored;
    },
  };
}

/** Every address a message goes to, lower-case. */
export function recipientsOf(message: Pick<MessageSummary, "to" | "cc" | "bcc">): readonly string[] {
  return [...message.to, ...message.cc, ...message.bcc].map((entry) =>
    (addressIn(entry) ?? entry).toLowerCase(),
  );
}

function fits(
  stored: Stored,
  { address, exact, tag }: Omit<InboxQuery, "limit" | "after" | "before">,
): boolean {
  if (tag !== undefined && stored.tags[tag.name] !== tag.value) return false;
  if (address === undefined || address === "") return true;
  const wanted = address.toLowerCase();
  return recipientsOf(stored).some((own) => (exact === true ? own === wanted : own.includes(wanted)));
}

function withBodies(stored: Stored, request: unknown): InboxMessage {
  const email: unknown =
    stored.index === null ? request : Array.isArray(request) ? request[stored.index] : undefined;
  const fields: Readonly<Record<string, unknown>> =
    typeof email === "object" && email !== null ? { ...email } : {};
  const html = typeof fields["html"] === "string" ? fields["html"] : null;
  const text = typeof fields["text"] === "string" ? fields["text"] : html === null ? null : deriveText(html);
  const { block, index, apiKeyId: _, ...summary } = stored;
  return {
    ...summary,
    html,
    text: text === "" ? null : text,
    // Resend silently drops the attachments of a batch.
    attachments: index === null ? namesOf(fields["attachments"]) : [],
    dropped: block.data === null,
  };
}

function namesOf(attachments: unknown): readonly string[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.map((entry: unknown, at) => {
    const name: unknown =
      typeof entry === "object" && entry !== null && "filename" in entry ? entry.filename : null;
    return typeof name === "string" ? name : `attachment ${at + 1}`;
  });
}
