import type { ApiKeys } from "#src/sandbox/team/api-keys.ts";
import { shareOf } from "#src/sandbox/faults/random.ts";
import { behaviourOf, domainOf, type EmailEventType, isTestAddress, stagesOf } from "./behaviour.ts";
import { type Happening, HAPPENINGS } from "./happening.ts";
import type { Domains } from "#src/sandbox/team/domains.ts";
import type { InboxStore, Stored } from "#src/sandbox/inbox/inbox.ts";
import type { TeamQuota } from "#src/sandbox/team/team-quota.ts";
import type { Random } from "#src/sandbox/faults/random.ts";
import type { SandboxSuppression, Suppressions } from "./suppressions.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { Timeline } from "./timeline.ts";
import { addressIn } from "./validate-email.ts";
import type { WebhookSender } from "#src/sandbox/webhooks/webhook-sender.ts";

export type DeliverMail = ReturnType<typeof createDeliverMail>;

/** Handles accepted mail: the mail waits for its time, is delivered or not, and every step is reported. */
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
}) {
  const { timeline, switches, inbox, keys, domains, suppressions, webhooks, quota, random } = deps;

  /** Scheduled mail that counts against the quota only when it leaves. */
  const uncounted = new WeakSet<Stored>();

  const send = (messages: readonly Stored[], failure: string | null) => {
    // One job per step for the whole request: a job for every message and step would be thousands of timers.
    const byGap = new Map<number, (() => void)[]>();
    for (const message of messages) {
      const tracking = trackingOf(message);
      for (const address of addressesOf(message)) {
        const behaviour = suppressions.has(address) ? "suppressed" : behaviourOf(address, switches);
        for (const { type, gap } of stagesOf(failure === null ? behaviour : "failed", address, tracking)) {
          const steps = byGap.get(gap) ?? [];
          byGap.set(gap, steps);
          steps.push(() => happen(message, address, type, { hard: behaviour === "bounced", failure }));
        }
      }
    }
    const pace = switches.event_gap_ms * (0.5 + random());
    for (const [gap, steps] of byGap) {
      const at = timeline.now() + Math.round(gap * pace);
      timeline.add({ at, kind: "event", run: () => steps.forEach((step) => step()) });
    }
  };

  const trackingOf = ({ from }: Stored) => {
    const domain = domains.named(domainOf(addressIn(from) ?? ""));
    return {
      opens: domain?.openTracking === true ? switches.opens : 0,
      clicks: domain?.clickTracking === true ? switches.clicks : 0,
    };
  };

  /** Makes one event happen to one recipient; `hard` if a bounce is permanent. */
  const happen = (
    message: Stored,
    address: string,
    type: EmailEventType,
    { hard, failure, clicked }: { hard: boolean; failure: string | null; clicked?: string | undefined },
  ) => {
    message.lastEvent = type.slice("email.".length);
    const link = type === "email.clicked" ? (clicked ?? linkFor(message, address)) : undefined;
    message.events.push({
      type,
      at: timeline.now(),
      to: address,
      ...(link === undefined ? {} : { link }),
      ...(type === "email.bounced" ? { bounce: hard ? "permanent" : "transient" } : {}),
    });
    const details: Partial<Record<EmailEventType, () => object>> = {
      "email.bounced": () => ({ bounce: hard ? HARD_BOUNCE : SOFT_BOUNCE }),
      "email.failed": () => ({ failed: { reason: failure ?? "delivery_failed" } }),
      "email.suppressed": () => ({
        suppressed: suppressedBy(suppressions.find(address)?.origin ?? "bounce"),
      }),
      "email.clicked": () => ({
        click: clickOn(link ?? firstLinkIn(inbox.get(message.id)?.html ?? ""), timeline.now()),
      }),
    };
    webhooks.publish(type, () => ({ ...dataOf(message, address), ...details[type]?.() }));

    const origin =
      type === "email.complained" ? "complaint" : type === "email.bounced" && hard ? "bounce" : null;
    // Resend's own test addresses are never suppressed; otherwise each would work for one test only.
    if (origin === null || isTestAddress(address)) return;
    const { entry, added } = suppressions.add(address, origin, message.id);
    if (added) webhooks.publish("suppression.added", () => suppressionData(entry));
  };

  const wait = (message: Stored, at: number, failure: string | null) => {
    timeline.add({
      at,
      kind: "schedule",
      run: () => {
        // It may have been canceled, or moved to another time that has its own job.
        if (message.lastEvent !== "scheduled" || message.scheduledAt !== at) return;
        const emails = addressesOf(message).length;
        const counts = uncounted.delete(message);
        const broken = counts ? quota.broken(emails) : null;
        if (counts && broken === null) quota.add(emails);
        if (broken !== null) send([message], `reached_${broken}_quota`);
        // Resend checks again the key that scheduled the mail.
        else if (keys.get(message.apiKeyId)?.state !== "active") send([message], "invalid_api_key");
        else send([message], failure);
      },
    });
  };

  return {
    /** Accepts the messages of one request. If a `failure` is given, they fail for that reason instead. */
    accept(messages: readonly Stored[], failure: string | null): void {
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
    /** Plays what a person at the inbox makes happen to one recipient's copy. */
    happen(message: Stored, { to, what, clicked }: Happening): void {
      const [type, hard] = HAPPENINGS[what];
      happen(message, to, type, { hard, failure: null, clicked });
    },
    /** Gives a scheduled message a new time, ms UTC. */
    reschedule(message: Stored, at: number): void {
      message.scheduledAt = at;
      wait(message, at, null);
    },
  };
}

/** `suppression.added` and `suppression.removed`. */
export function suppressionData({ id, email, origin, sourceId, createdAt }: SandboxSuppression) {
  return { id, email, origin, source_id: sourceId, created_at: new Date(createdAt).toISOString() };
}

const addressesOf = ({ to, cc, bcc }: Stored) =>
  [...to, ...cc, ...bcc].map((entry) => addressIn(entry) ?? entry);

/** Each event is about one recipient, however many recipients the email has. */
function dataOf(message: Stored, address: string): Record<string, unknown> {
  const headers = Object.entries(message.headers).map(([name, value]) => ({ name, value }));
  return {
    ...(message.broadcast === null ? {} : { broadcast_id: message.broadcast.id }),
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

function suppressedBy(origin: SandboxSuppression["origin"]): Record<string, unknown> {
  return {
    type: "OnAccountSuppressionList",
    message:
      "Resend has suppressed sending to this address because it is on the account-level suppression list.",
    diagnosticCode: [],
    ...(origin === "manual" ? {} : { reason: `previous_${origin}` }),
  };
}

/** Returns the link of a broadcast that a reader clicks, always the same for one reader. */
function linkFor({ broadcast }: Stored, address: string): string | undefined {
  const links = broadcast?.links ?? [];
  return links[Math.floor(shareOf(`click ${address}`) * links.length)];
}

const firstLinkIn = (html: string) =>
  /href="(https?:\/\/[^"]+)"/i.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "https://resend.com/";

function clickOn(link: string, at: number): Record<string, unknown> {
  return {
    ipAddress: "127.0.0.1",
    link,
    timestamp: new Date(at).toISOString(),
    userAgent: "Mozilla/5.0 (sandbox)",
  };
}
