import { createApiKeys } from "./api-keys.ts";
import { createAudience } from "#src/sandbox/audience/create-audience.ts";
import { createContactImports } from "#src/sandbox/audience/contact-imports.ts";
import { createBroadcasts } from "#src/sandbox/audience/broadcasts.ts";
import { createChooseFault } from "#src/sandbox/faults/choose-fault.ts";
import { createDeliverMail } from "#src/sandbox/mail/deliver-mail.ts";
import { createDomains } from "./domains.ts";
import { createHooks } from "#src/sandbox/faults/hooks.ts";
import { createIdempotency } from "#src/sandbox/api/idempotency.ts";
import { createInbox } from "#src/sandbox/inbox/inbox.ts";
import { createQuota } from "./team-quota.ts";
import { seededRandom } from "#src/sandbox/faults/random.ts";
import { createRateWindow } from "#src/sandbox/api/rate-window.ts";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { createSuppressions } from "#src/sandbox/mail/suppressions.ts";
import { createSwitches } from "#src/sandbox/faults/switches.ts";
import { createTimeline } from "#src/sandbox/mail/timeline.ts";
import { createWebhookEndpoints } from "#src/sandbox/webhooks/webhook-endpoints.ts";
import { createWebhookSender } from "#src/sandbox/webhooks/webhook-sender.ts";

/** The same in every sandbox, so that a `.env` can contain them. They work with a sandbox only. */
export const API_KEY = "re_sandbox_full_access";
export const SENDING_KEY = "re_sandbox_sending_access";

export type World = ReturnType<typeof createWorld>;

/** Creates all parts of one sandbox: one team at Resend, its mail and its faults. Completes the options. */
export function createWorld(options: SandboxOptions) {
  const timeline = createTimeline(options.clock ?? { now: () => Date.now() });
  const board = createSwitches({
    ...(options.domains === undefined ? {} : { sending_domains: "verified" as const }),
    ...options.switches,
  });
  const { switches } = board;
  const seed = options.seed ?? 1;
  // Each purpose has its own sequence: the number of webhooks that went out must not change which request a fault
  // strikes.
  const chooseFault = createChooseFault(switches, seededRandom(seed));
  const random = seededRandom(seed + 1);

  const domains = createDomains(timeline);
  for (const domain of options.domains ?? []) {
    domains.add({ status: "verified", ...(typeof domain === "string" ? { name: domain } : domain) });
  }
  const keys = createApiKeys(timeline);
  keys.add({ name: "Full access", token: API_KEY });
  keys.add({ name: "Sending access", token: SENDING_KEY, permission: "sending_access" });
  for (const { name, domain, ...key } of options.keys ?? []) {
    const domainId = domain === undefined ? null : (domains.named(domain)?.id ?? null);
    keys.add({ ...key, name: name ?? "Key", domainId });
  }
  const endpoints = createWebhookEndpoints(timeline);
  for (const webhook of options.webhooks ?? []) endpoints.add(webhook);

  const suppressions = createSuppressions(timeline);
  const quota = createQuota(switches, timeline);
  const webhooks = createWebhookSender({ endpoints, switches, timeline, random });
  const audience = createAudience({ switches, clock: timeline, webhooks });
  const inbox = createInbox({
    maxBytes: options.inboxBytes ?? 64 * 1024 * 1024,
    maxMessages: options.inboxMessages ?? 100_000,
    countBy: [...(options.countBy ?? ["lp_send", "lp_issue"]), "broadcast_id"],
  });
  const mail = createDeliverMail({
    timeline,
    switches,
    inbox,
    keys,
    domains,
    suppressions,
    webhooks,
    quota,
    random,
  });
  /** The address of the sandbox, known once it listens: links in mails lead there. */
  const site = { url: "" };
  const broadcasts = createBroadcasts({ timeline, switches, inbox, mail, audience, keys, domains, site });
  return {
    timeline,
    board,
    switches,
    chooseFault,
    hooks: createHooks(),
    keys,
    domains,
    suppressions,
    endpoints,
    webhooks,
    rateWindow: createRateWindow(switches, timeline),
    quota,
    idempotency: createIdempotency(switches, timeline),
    audience,
    broadcasts,
    imports: createContactImports({ timeline, switches, audience }),
    site,
    inbox,
    mail,
    project: options.project ?? null,
    /** The only address, besides the test addresses, that onboarding@resend.dev may mail. */
    owner: (options.owner ?? "owner@sandbox.letterpress").toLowerCase(),
    /** Accepted names in a `Host` header. */
    hosts: new Set(["localhost", "127.0.0.1", "[::1]", ...(options.hosts ?? [])]),
  };
}
