import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Broadcasts } from "#src/sandbox/audience/broadcasts.ts";
import type { Audience } from "#src/sandbox/audience/create-audience.ts";
import type { ApiKey } from "#src/sandbox/team/api-keys.ts";
import { flushMail } from "#src/sandbox/api/control-routes.ts";
import { createApp } from "#src/sandbox/api/create-app.ts";
import { API_KEY, createWorld, SENDING_KEY } from "#src/sandbox/team/create-world.ts";
import type { HookHandler, HookPoint } from "#src/sandbox/faults/hooks.ts";
import { type Inbox, recipientsOf } from "#src/sandbox/inbox/inbox.ts";
import type { Happening } from "#src/sandbox/mail/happening.ts";
import type { SandboxOptions, WebhookOptions } from "./sandbox-options.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { WebhookAttempt } from "#src/sandbox/webhooks/webhook-sender.ts";

/** A running local Resend. Closing it drops its connections and forgets everything. */
export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, the value for RESEND_BASE_URL. */
  readonly url: string;
  /** A key with full access, and one that may only send. The same in every sandbox. */
  readonly apiKey: string;
  readonly sendingKey: string;
  readonly switches: Switches;
  readonly inbox: Inbox;
  /** Changes contacts, segments, topics and broadcasts without a request: many at once, or as a person in the dashboard would. */
  readonly audience: Audience;
  readonly broadcasts: Broadcasts;
  /** The sandbox's clock, which `advance` moves. */
  readonly clock: Clock;
  /** Move the clock: keys expire, quotas renew, scheduled mail leaves, webhooks are tried again, in order. */
  advance(ms: number): Promise<void>;
  /** Call a handler at one point of every API request and wait for it. Dispose the result to stop. */
  on(point: HookPoint, handler: HookHandler): Disposable;
  /** Makes something happen to one recipient's copy of a mail, and delivers its event. False if the inbox keeps no such copy. */
  happen(id: string, happening: Happening): boolean;
  setKeyState(token: string, state: ApiKey["state"]): void;
  readonly webhooks: {
    add(options: WebhookOptions): { readonly id: string; readonly signingSecret: string };
    /** Let every event happen now and deliver it once; resolves when all have been answered. Retries keep their time. */
    flush(): Promise<void>;
    /** Numbers of deliveries waiting, under way, and waiting for another attempt, and of events that have not happened yet. */
    readonly pending: {
      readonly queued: number;
      readonly inFlight: number;
      readonly retrying: number;
      readonly events: number;
    };
    /** The latest 200 attempts. */
    readonly attempts: readonly WebhookAttempt[];
  };
  close(): Promise<void>;
}

/** Start a sandbox. Throws `project/port-in-use`, and `usage/invalid` for an invalid switch. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options);
  const closing = new AbortController();
  const app = createApp(world, {
    closing: closing.signal,
    report: options.report ?? ((error) => process.emitWarning(error)),
  });
  // Bodies are read from the socket itself, and in halves if a handler wants to watch.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  // A program that was busy for some seconds reuses a connection, which Node would be closing after its default of five
  // seconds.
  server.keepAliveTimeout = 75_000;
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port ?? 0, host);
  world.site.url = `http://${host}:${port}`;

  let closed: Promise<void> | null = null;
  const close = () => (closed ??= stop());
  const stop = async () => {
    closing.abort();
    world.webhooks[Symbol.dispose]();
    world.timeline[Symbol.dispose]();
    const done = once(server, "close");
    server.close();
    server.closeAllConnections();
    await done;
  };

  return {
    url: world.site.url,
    apiKey: API_KEY,
    sendingKey: SENDING_KEY,
    switches: world.switches,
    inbox: world.inbox,
    audience: world.audience,
    broadcasts: world.broadcasts,
    clock: world.timeline,
    advance: (ms) => world.timeline.advance(ms, () => world.webhooks.idle()),
    on: (point, handler) => world.hooks.on(point, handler),
    happen(id, happening) {
      const message = world.inbox.find(id);
      if (message === undefined || !recipientsOf(message).includes(happening.to.toLowerCase())) return false;
      world.mail.happen(message, happening);
      return true;
    },
    setKeyState(token, state) {
      const key = world.keys.withToken(token);
      if (key === undefined)
        throw new LetterpressError(
          "usage/invalid",
          "Expected one of the sandbox's keys, got an unknown token.",
        );
      key.state = state;
    },
    webhooks: {
      add(webhook) {
        const { id, signingSecret } = world.endpoints.add(webhook);
        return { id, signingSecret };
      },
      flush: () => flushMail(world),
      get pending() {
        return { ...world.webhooks.pending, events: world.timeline.waiting("event") };
      },
      get attempts() {
        return world.webhooks.attempts;
      },
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Starts to listen and returns the port. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause;
    const message = `Port ${port} is in use by another program.`;
    throw new LetterpressError("project/port-in-use", message, { cause });
  }
  return (server.address() as AddressInfo).port;
}
