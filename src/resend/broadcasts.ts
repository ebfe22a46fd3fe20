import type { Resend } from "resend";
import type { Broadcast, BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { type Answer, askResend } from "./ask-resend.ts";
import { readTime } from "./parse-event.ts";

/** One page of a list that begins with the newest item. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** A broadcast with its content, as Resend has it now. */
export interface FullBroadcast extends Broadcast {
  readonly fields: BroadcastFields;
}

/** Everything about broadcasts that Letterpress asks of Resend; each call is one request. */
export interface Broadcasts {
  /** At most 100 broadcasts, after the one with the id `after`. */
  readonly list: (after: string | null) => Promise<Answer<Page<Broadcast>>>;
  readonly get: (id: string) => Promise<Answer<FullBroadcast>>;
  /** Makes a draft, which mails nobody, and returns its id. */
  readonly create: (name: string, fields: BroadcastFields) => Promise<Answer<string>>;
  /** Sends it at `at` (ms UTC); null sends it at once. */
  readonly send: (id: string, at: number | null) => Promise<Answer<true>>;
  /** Deletes a draft or a scheduled broadcast; Resend refuses this once the broadcast is queued. */
  readonly remove: (id: string) => Promise<Answer<true>>;
  readonly rename: (id: string, name: string) => Promise<Answer<true>>;
  /** Stops a broadcast that is being sent, permanently. */
  readonly cancel: (id: string) => Promise<Answer<true>>;
}

const PAGE = 100;
const done = (): true => true;

export function broadcastsOf({ broadcasts }: Resend): Broadcasts {
  return {
    list: (after) =>
      askResend(
        (options) => broadcasts.list({ limit: PAGE, ...(after === null ? {} : { after }) }, options),
        ({ data, has_more: hasMore }) => ({ items: data.map(readBroadcast), hasMore }),
      ),
    get: (id) =>
      askResend(
        (options) => broadcasts.get(id, options),
        (raw) => ({ ...readBroadcast(raw), fields: readFields(raw) }),
      ),
    create: (name, { segment: segmentId, topic: topicId, from, replyTo, subject, html, text }) =>
      askResend(
        (options) =>
          broadcasts.create(
            { name, segmentId, topicId, from, subject, html, text, ...(replyTo === null ? {} : { replyTo }) },
            options,
          ),
        ({ id }) => (typeof id === "string" ? id : null),
      ),
    send: (id, at) =>
      askResend(
        (options) =>
          broadcasts.send(id, at === null ? {} : { scheduledAt: new Date(at).toISOString() }, options),
        done,
      ),
    remove: (id) => askResend((options) => broadcasts.remove(id, options), done),
    rename: (id, name) => askResend((options) => broadcasts.update(id, { name }, options), done),
    cancel: (id) => askResend((options) => broadcasts.cancel(id, options), done),
  };
}

type Raw = Pick<
  NonNullable<Awaited<ReturnType<Resend["broadcasts"]["get"]>>["data"]>,
  "id" | "name" | "segment_id" | "audience_id" | "created_at" | "scheduled_at" | "sent_at"
> & { readonly status: string };

/** Throws if a field is missing that decisions depend on: the whole answer then counts as unclear. */
function readBroadcast(raw: Raw): Broadcast {
  const createdAt = readTime(raw.created_at);
  if (typeof raw.id !== "string" || typeof raw.status !== "string" || createdAt === null)
    throw new TypeError("not a broadcast");
  return {
    id: raw.id,
    name: raw.name ?? "",
    segment: raw.segment_id ?? raw.audience_id ?? null,
    status: raw.status,
    createdAt,
    scheduledAt: readTime(raw.scheduled_at),
    sentAt: readTime(raw.sent_at),
  };
}

function readFields(
  raw: Raw & {
    readonly topic_id?: string | null;
    readonly from: string | null;
    readonly subject: string | null;
    readonly reply_to: readonly string[] | string | null;
    readonly html: string | null;
    readonly text: string | null;
  },
): BroadcastFields {
  return {
    segment: raw.segment_id ?? raw.audience_id ?? "",
    topic: raw.topic_id ?? "",
    from: raw.from ?? "",
    replyTo: [raw.reply_to].flat().join(", ") || null,
    subject: raw.subject ?? "",
    html: raw.html ?? "",
    text: raw.text ?? "",
  };
}
