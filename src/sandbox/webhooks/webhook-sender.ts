import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { DAY_MS } from "#src/model/durations.ts";
import type { Random } from "#src/sandbox/faults/random.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { Timeline } from "#src/sandbox/mail/timeline.ts";
import type { WebhookEndpoint, WebhookEndpoints } from "./webhook-endpoints.ts";

/** Delays between attempts, ms; after the last one the sender gives up. */
const RETRIES = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000] as const;
const DISABLE_AFTER_MS = 5 * DAY_MS;
/** How many queue entries a shuffled delivery may skip. */
const SHUFFLE_DEPTH = 50;
const SLICE_MS = 50;
const KEPT_ATTEMPTS = 200;

/** One attempt to deliver an event. `status` is null if no answer came. */
export interface WebhookAttempt {
  readonly eventId: string;
  readonly type: string;
  readonly endpoint: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly status: number | null;
  readonly at: number;
}

export type WebhookSender = ReturnType<typeof createWebhookSender>;

interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly endpointId: string;
  readonly payload: string;
  readonly attempt: number;
}

export function createWebhookSender(deps: {
  endpoints: WebhookEndpoints;
  switches: Switches;
  timeline: Timeline;
  random: Random;
}) {
  const { endpoints, switches, timeline, random } = deps;
  const closing = new AbortController();
  const attempts: WebhookAttempt[] = [];
  let queue: Delivery[] = [];
  let head = 0;
  let inFlight = 0;
  let retrying = 0;
  let unpaced = false;
  /** How many deliveries may still start in this slice of time: a send of thousands must not overload the receiver. */
  let allowance = 0;
  let slice: NodeJS.Timeout | null = null;
  let waiters: (() => void)[] = [];

  const take = (): Delivery | undefined => {
    const depth = Math.min(queue.length - head, SHUFFLE_DEPTH);
    const pick = head + (switches.webhook_shuffle ? Math.floor(random() * depth) : 0);
    const delivery = queue[pick];
    const first = queue[head];
    if (first !== undefined) queue[pick] = first;
    head += 1;
    if (head > 1000 && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
    return delivery;
  };

  const pump = () => {
    while (head < queue.length && inFlight < switches.webhook_concurrency && !closing.signal.aborted) {
      if (!unpaced && allowance <= 0) {
        slice ??= setTimeout(() => {
          slice = null;
          allowance = Math.max(Math.round((switches.webhook_rate * SLICE_MS) / 1000), 1);
          pump();
        }, SLICE_MS);
        return;
      }
      allowance -= 1;
      const delivery = take();
      if (delivery === undefined) continue;
      inFlight += 1;
      void deliver(delivery).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
    if (head < queue.length || inFlight > 0) return;
    unpaced = false;
    const resolved = waiters;
    waiters = [];
    for (const resolve of resolved) resolve();
  };

  const deliver = async (delivery: Delivery): Promise<void> => {
    const endpoint = endpoints.get(delivery.endpointId);
    if (endpoint === undefined || endpoint.status === "disabled") return;
    const status = await post(endpoint, delivery);
    const { id: eventId, type, attempt } = delivery;
    attempts.push({ eventId, type, endpoint: endpoint.endpoint, attempt, status, at: timeline.now() });
    if (attempts.length > KEPT_ATTEMPTS) attempts.shift();
    if (status !== null && status >= 200 && status < 300) endpoint.failingSince = null;
    else if (!closing.signal.aborted) retryLater(endpoint, delivery);
  };

  const retryLater = (endpoint: WebhookEndpoint, delivery: Delivery) => {
    endpoint.failingSince ??= timeline.now();
    if (timeline.now() - endpoint.failingSince >= DISABLE_AFTER_MS) {
      endpoint.status = "disabled";
      return;
    }
    const wait = RETRIES[delivery.attempt - 1];
    if (wait === undefined) return;
    retrying += 1;
    timeline.add({
      at: timeline.now() + wait,
      kind: "retry",
      run: () => {
        retrying -= 1;
        queue.push({ ...delivery, attempt: delivery.attempt + 1 });
        pump();
      },
    });
  };

  const post = async (endpoint: WebhookEndpoint, { id, payload }: Delivery): Promise<number | null> => {
    // Receivers compare with their own clock, and would refuse the timestamp of an advanced clock as being in the
    // future.
    const at = new Date(timeline.base.now());
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "user-agent": "Svix-Webhooks/1.0 (Letterpress sandbox)",
    };
    for (const prefix of switches.webhook_header_twins ? ["svix", "webhook"] : ["svix"]) {
      headers[`${prefix}-id`] = id;
      headers[`${prefix}-timestamp`] = String(Math.floor(at.getTime() / 1000));
      headers[`${prefix}-signature`] = new Webhook(endpoint.signingSecret).sign(id, at, payload);
    }
    try {
      const response = await fetch(endpoint.endpoint, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(switches.webhook_timeout_ms)]),
        headers,
        body: payload,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  };

  return {
    /** Queues an event for every enabled endpoint that asked for it. */
    publish(type: string, data: () => unknown): void {
      const wanting = endpoints
        .list()
        .filter(({ status, events }) => status === "enabled" && events.includes(type));
      if (wanting.length === 0) return;
      const created = new Date(timeline.now()).toISOString();
      const payload = JSON.stringify({ type, created_at: created, data: data() });
      for (const { id: endpointId } of wanting) {
        const id = `msg_${randomBytes(16).toString("hex")}`;
        const delivery = { id, type, endpointId, payload, attempt: 1 };
        queue.push(delivery);
        if (switches.webhook_duplicates > 0 && random() < switches.webhook_duplicates) queue.push(delivery);
      }
      pump();
    },
    /** Delivers everything at once. Resolves when nothing is queued or under way; does not wait for later retries. */
    async idle(): Promise<void> {
      if (head >= queue.length && inFlight === 0) return;
      unpaced = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push(resolve);
      pump();
      await promise;
    },
    get pending() {
      return { queued: queue.length - head, inFlight, retrying };
    },
    /** The latest 200 attempts, oldest first. */
    attempts: attempts as readonly WebhookAttempt[],
    [Symbol.dispose]() {
      closing.abort();
      if (slice !== null) clearTimeout(slice);
      queue = [];
      head = 0;
      pump();
    },
  };
}
