import type { ApiKeys } from "#src/sandbox/team/api-keys.ts";
import {
  type Behaviour,
  behaviourOf,
  domainOf,
  type EmailEventType,
  isTestAddress,
  stagesOf,
} from "./behaviour.ts";
import type { Domains } from "#src/sandbox/team/domains.ts";
import type { InboxStore, Stored } from "#src/sandbox/inbox/inbox.ts";
import type { TeamQuota } from "#src/sandbox/team/team-quota.ts";
import type { Random } from "#src/sandbox/faults/random.ts";
import type { Suppressions } from "./suppressions.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { Timeline } from "./timeline.ts";
import { addressIn } from "./validate-email.ts";
import type { WebhookSender } from "#src/sandbox/webhooks/webhook-sender.ts";

/** Handles accepted mail: it waits for its time, is delivered or not, and every step is reported. */
export interface DeliverMail {
  /** The messages of one request. With a `failure` they fail for that reason instead. */
  accept(messages: readonly Stored[], failure: string | null): void;
  /** A scheduled message's new time, ms UTC. */
  reschedule(message: Stored, at: number): void;
  cancel(message: Stored): void;
}

interface Happening {
  readonly message: Stored;
  readonly address: string;
  readonly behaviour: Behaviour;
  readonly type: EmailEventType;
}

export function createDeliverMail(deps: {
  timeline: Timeline;
  switches: Switches;
  inbox: InboxStore;
  keys: ApiKeys;
  domains: Domains;
  suppressions: Suppressions;
  webhooks: WebhookSender;
  quota: TeamQuota;
  random: Random;
}): DeliverMail {
  const { timeline, switches, inbox, keys, domains, suppressions, webhooks, quota, random } = deps;

  /** Ids of scheduled mail that counts against the quota only when it leaves. */
  const uncounted = new WeakSet<Stored>();

  const send = (messages: readonly Stored[], failure: string | null) => {
    // One job per step for the whole request: a job for every message and step would be thousands of timers.
    const byGap = new Map<number, Happening[]>();
    for (const message of messages) {
      const tracking = trackingOf(message);
      for (const address of addressesOf(message)) {
        const behaviour =
          failure !== null
            ? "failed"
            : suppressions.has(address)
              ? "suppressed"
              : behaviourOf(address, switches);
        for (const { type, gap } of stagesOf(behaviour, address, tracking)) {
          const list = byGap.get(gap) ?? [];
          byGap.set(gap, list);
          list.push({ message, address, behaviour, type });
        }
      }
    }
    const pace = switches.event_gap_ms * (0.5 + random());
    for (const [gap, list] of byGap) {
      timeline.add({
        at: timeline.now() + Math.round(gap * pace),
        kind: "event",
        run: () => {
          for (const happening of list) happen(happening, failure);
        },
      });
    }
  };

  const trackingOf = ({ from }: Stored) => {
    const domain = domains.named(domainOf(addressIn(from) ?? ""));
    return {
      opens: domain?.openTracking === true ? switches.opens : 0,
      clicks: domain?.clickTracking === true ? switches.clicks : 0,
    };
  };

  const happen = ({ message, address, behaviour, type }: Happening, failure: string | null) => {
    message.lastEvent = type.slice("email.".length);
    message.events.push({ type, at: timeline.now(), to: address });
    webhooks.publish(type, () => ({ ...dataOf(message, address), ...detailsOf(type) }));

    const hard = type === "email.bounced" && behaviour === "bounced";
    // Resend's own test addresses are never suppressed; otherwise each would work for one test only.
    if ((hard || type === "email.complained") && !isTestAddress(address)) {
      const origin = type === "email.complained" ? "complaint" : "bounce";
      const { entry, added } = suppressions.add(address, origin, message.id);
      if (added) webhooks.publish("suppression.added", () => suppressionData(entry));
    }

    function detailsOf(of: EmailEventType): Record<string, unknown> {
      switch (of) {
        case "email.bounced":
          return { bounce: behaviour === "bounced" ? HARD_BOUNCE : SOFT_BOUNCE };
        case "email.failed":
          return {
            failed: { reason: failure ?? "delivery_failed" },
          };
        case "email.suppressed":
          return { suppressed: suppressedBy(suppressions.find(address)?.origin ?? "bounce") };
        case "email.clicked":
          return { click: clickIn(inbox.get(message.id)?.html ?? "", timeline.now()) };
        case "email.scheduled":
        case "email.sent":
        case "email.delivered":
        case "email.delivery_delayed":
        case "email.complained":
        case "email.opened":
          return {};
      }
    }
  };

  const wait = (message: Stored, at: number, failure: string | null) => {
    timeline.add({
      at,
      kind: "schedule",
      run: () => {
        // Canceled, or moved to another time that has its own job.
        if (message.lastEvent !== "scheduled" || message.scheduledAt !== at) return;
        const emails = addressesOf(message).length;
        const counts = uncounted.delete(message);
        const broken = counts ? quota.broken(emails) : null;
        if (counts && broken === null) quota.add(emails);
        if (broken !== null) send([message], `reached_${broken}_quota`);
        // Resend checks the key that scheduled it again.
        else if (keys.withId(message.apiKeyId)?.state !== "active") send([message], "invalid_api_key");
        else send([message], failure);
      },
    });
  };

  return {
    accept(messages, failure) {
      const now = messages.filter(({ scheduledAt }) => scheduledAt === null);
      if (now.length > 0) send(now, failure);
      for (const message of messages) {
        if (message.scheduledAt === null) continue;
        if (switches.scheduled_counts === "when_sent") uncounted.add(message);
        for (const address of addressesOf(message)) {
          message.events.push({ type: "email.scheduled", at: timeline.now(), to: address });
          webhooks.publish("email.scheduled", () => dataOf(message, address));
        }
        wait(message, message.scheduledAt, failure);
      }
    },
    reschedule(message, at) {
      message.scheduledAt = at;
      wait(message, at, null);
    },
    cancel(message) {
      message.lastEvent = "canceled";
    },
  };
}

/** `suppression.added` and `suppression.removed`. */
export function suppressionData(entry: {
  id: string;
  email: string;
  origin: string;
  sourceId: string | null;
  createdAt: number;
}): Record<string, unknown> {
  return {
    id: entry.id,
    email: entry.email,
    origin: entry.origin,
    source_id: entry.sourceId,
    created_at: new Date(entry.createdAt).toISOString(),
  };
}

const addressesOf = ({ to, cc, bcc }: Stored) =>
  [...to, ...cc, ...bcc].map((entry) => addressIn(entry) ?? entry);

/** One event is about one recipient, however many the email has. */
function dataOf(message: Stored, address: string): Record<string, unknown> {
  const headers = Object.entries(message.headers).map(([name, value]) => ({ name, value }));
  return {
    created_at: new Date(message.createdAt).toISOString(),
    email_id: message.id,
    message_id: message.messageId,
    from: message.from,
    to: [address],
    subject: message.subject,
    ...(Object.keys(message.tags).length === 0 ? {} : { tags: message.tags }),
    ...(headers.length === 0 ? {} : { headers }),
  };
}

const HARD_BOUNCE = {
  type: "Permanent",
  subType: "General",
  message: "The recipient's email provider sent a hard bounce message.",
  diagnosticCode: ["smtp; 550 5.1.1 user unknown"],
};
const SOFT_BOUNCE = {
  type: "Transient",
  subType: "MailboxFull",
  message: "The recipient's mailbox is full.",
  diagnosticCode: ["smtp; 452 4.2.2 mailbox full"],
};

function suppressedBy(origin: "bounce" | "complaint" | "manual"): Record<string, unknown> {
  return {
    type: "OnAccountSuppressionList",
    message:
      "Resend has suppressed sending to this address because it is on the account-level suppression list.",
    diagnosticCode: [],
    ...(origin === "manual" ? {} : { reason: `previous_${origin}` }),
  };
}

function clickIn(html: string, at: number): Record<string, unknown> {
  return {
    ipAddress: "127.0.0.1",
    link: /href="(https?:\/\/[^"]+)"/i.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "https://resend.com/",
    timestamp: new Date(at).toISOString(),
    userAgent: "Mozilla/5.0 (sandbox)",
  };
}
