import { randomUUID } from "node:crypto";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { InboxStore, Stored } from "#src/sandbox/inbox/inbox.ts";
import { domainOf } from "#src/sandbox/mail/behaviour.ts";
import type { DeliverMail } from "#src/sandbox/mail/deliver-mail.ts";
import type { Timeline } from "#src/sandbox/mail/timeline.ts";
import { addressIn } from "#src/sandbox/mail/validate-email.ts";
import type { ApiKeys } from "#src/sandbox/team/api-keys.ts";
import type { Domains } from "#src/sandbox/team/domains.ts";
import type { Broadcast, BroadcastFields } from "./broadcast.ts";
import type { Audience } from "./create-audience.ts";
import { createRows } from "./create-rows.ts";
import { createWriteMail } from "./write-mail.ts";

/** The mails of a broadcast and who left through them. */
export interface Mailing {
  readonly messages: Stored[];
  /** When contacts left through the link in their mail, by id. */
  readonly unsubscribed: Map<string, number>;
}

/** The most mails that leave at one instant. A short broadcast leaves in two parts, so that it can be stopped in between. */
const MOST_AT_ONCE = 500;

export type Broadcasts = ReturnType<typeof createBroadcasts>;

/** The team's broadcasts and what happens to them. The routes decide whether a request may change one. */
export function createBroadcasts(deps: {
  timeline: Timeline;
  switches: Switches;
  inbox: InboxStore;
  mail: DeliverMail;
  audience: Audience;
  keys: ApiKeys;
  domains: Domains;
  site: { readonly url: string };
}) {
  const { timeline, switches, mail, audience, keys, domains } = deps;
  const rows = createRows<Broadcast>(switches, timeline);
  const mailings = new Map<string, Mailing>();
  const writeMail = createWriteMail(deps);

  const mailingOf = (id: string): Mailing => {
    const mailing = mailings.get(id) ?? { messages: [], unsubscribed: new Map() };
    mailings.set(id, mailing);
    return mailing;
  };
  const membersOf = ({ segmentId }: Broadcast) =>
    [...audience.contacts.values()].filter(({ segments }) => segments.has(segmentId)).map(({ id }) => id);
  const later = (ms: number, run: () => void) =>
    timeline.add({ at: timeline.now() + Math.ceil(ms), kind: "event", run });

  const queue = (broadcast: Broadcast) => {
    rows.put({ ...broadcast, status: "queued", begun: false });
    later(switches.broadcast_starts_ms, () => begin(broadcast.id));
  };

  const begin = (id: string) => {
    const broadcast = rows.get(id);
    if (broadcast?.status !== "queued") return;
    const { apiKeyId, segmentId, from } = broadcast;
    const lost =
      switches.broadcast_outcome === "failed" ||
      (apiKeyId !== null && keys.get(apiKeyId)?.state !== "active") ||
      audience.segments.get(segmentId) === undefined ||
      (switches.sending_domains === "verified" &&
        domains.named(domainOf(addressIn(from) ?? ""))?.status !== "verified");
    if (lost) {
      rows.put({ ...broadcast, status: "failed" });
      return;
    }
    rows.put({ ...broadcast, begun: true });
    sendPart(id, broadcast.members ?? membersOf(broadcast), writeMail(broadcast));
  };

  /** Mails the first of `members`, and plans the others after them. */
  const sendPart = (id: string, members: readonly string[], write: ReturnType<typeof writeMail>) => {
    const broadcast = rows.get(id);
    if (broadcast?.status !== "queued") return;
    const size = Math.min(MOST_AT_ONCE, Math.max(Math.ceil(members.length / 2), 1));
    const messages = members.slice(0, size).flatMap((member) => {
      const contact = audience.contacts.get(member);
      // A contact who left a moment ago gets nothing, whenever the segment was read.
      return contact !== undefined && audience.wants(contact, broadcast.topicId) ? [write(contact)] : [];
    });
    mailingOf(id).messages.push(...messages);
    if (messages.length > 0) mail.accept(messages, null);

    const rest = members.slice(size);
    if (rest.length === 0) rows.put({ ...broadcast, status: "sent", sentAt: timeline.now() });
    else if (switches.broadcast_outcome === "failed_midway") rows.put({ ...broadcast, status: "failed" });
    else later((size / switches.broadcast_rate) * 1000, () => sendPart(id, rest, write));
  };

  return {
    ...rows,
    get size() {
      return rows.size;
    },
    mailingOf,
    /** Adds a draft, unless `fields` say otherwise. */
    add: (fields: BroadcastFields): Broadcast =>
      rows.put({
        id: randomUUID(),
        createdAt: timeline.now(),
        name: "Untitled",
        topicId: null,
        replyTo: [],
        previewText: null,
        html: null,
        text: null,
        status: "draft",
        scheduledAt: null,
        sentAt: null,
        apiKeyId: null,
        begun: false,
        members: null,
        ...fields,
      }),
    /** Sends it at an instant (ms UTC), or now if `at` is null. */
    send(broadcast: Broadcast, at: number | null): void {
      const members = switches.broadcast_segment_resolved === "at_schedule" ? membersOf(broadcast) : null;
      if (at === null) {
        queue({ ...broadcast, members });
        return;
      }
      rows.put({ ...broadcast, status: "scheduled", scheduledAt: at, members });
      timeline.add({
        at,
        kind: "schedule",
        run: () => {
          // It may have been deleted or canceled, or scheduled again for a time that has its own job.
          const now = rows.get(broadcast.id);
          if (now?.status === "scheduled" && now.scheduledAt === at) queue(now);
        },
      });
    },
    /** A scheduled broadcast is a draft again; a queued one ends permanently, and mails that have left stay as they are. */
    cancel(broadcast: Broadcast): void {
      const scheduled = broadcast.status === "scheduled";
      rows.put({
        ...broadcast,
        ...(scheduled ? { status: "draft", scheduledAt: null, members: null } : { status: "canceled" }),
      });
    },
  };
}
