import { z } from "zod";
import { LetterpressError } from "#src/model/errors.ts";
import type { SandboxApp, SandboxContext } from "./sandbox-app.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

/**
 * The sandbox's own routes under `/_sandbox`, for control from another process. They need no key. Pages of other origins
 * are refused, because they could otherwise set switches from a visitor's browser.
 */
export function addControlRoutes(app: SandboxApp, world: World): void {
  const { endpoints, inbox, switches, timeline, webhooks } = world;

  app.use("/_sandbox/*", async (context, next) => {
    const origin = context.req.header("origin");
    const own = `http://${context.env.incoming.headers.host ?? ""}`;
    const json = context.req.method === "GET" || (context.req.header("content-type") ?? "").includes("json");
    if ((origin !== undefined && origin !== own) || !json) {
      return context.json({ error: "Only JSON from the sandbox's own origin is accepted here." }, 403);
    }
    return next();
  });

  // Two projects on one machine look at the same port: each must see whose sandbox answers there.
  app.get("/_sandbox/project", (context) => context.json({ root: world.project }));

  app.get("/_sandbox/switches", (context) => context.json(switches));
  app.put("/_sandbox/switches", async (context) => {
    const patch: unknown = await context.req.json().catch(() => null);
    return answerOr422(context, () => world.board.change(patch));
  });

  app.post("/_sandbox/advance", async (context) => {
    const body = advanceSchema.safeParse(await context.req.json().catch(() => null));
    if (!body.success)
      return context.json({ error: "Expected {ms}: how far to move the clock, from 0." }, 422);
    await timeline.advance(body.data.ms, () => webhooks.idle());
    return context.json({ now: new Date(timeline.now()).toISOString() });
  });

  app.post("/_sandbox/flush", async (context) => {
    await flushMail(world);
    return context.json(webhooks.pending);
  });

  // A PUT, not a POST: `serve` names its webhook's address at each tick, and two webhooks would double every event.
  app.put("/_sandbox/webhooks", async (context) => {
    const body = webhookSchema.safeParse(await context.req.json().catch(() => null));
    if (!body.success) return context.json({ error: "Expected {endpoint, secret}." }, 422);
    return answerOr422(context, () => putWebhook(world, body.data));
  });
  app.delete("/_sandbox/webhooks/:id", (context) => {
    const id = context.req.param("id");
    return context.json({ id, removed: endpoints.remove(id) !== undefined });
  });

  app.get("/_sandbox/inbox", (context) => {
    const { address, after, limit } = context.req.query();
    const most = Math.min(Math.max(Number(limit ?? 50) || 50, 1), 1000);
    const { data, hasMore } = inbox.list({ limit: most, address, after });
    const { count, recipients, kept, bytes } = inbox;
    const messages = data.map(({ id, createdAt, from, to, subject, tags, lastEvent, events }) => {
      const created = new Date(createdAt).toISOString();
      return { id, created_at: created, from, to, subject, tags, last_event: lastEvent, events };
    });
    return context.json({ count, recipients, kept, bytes, has_more: hasMore, data: messages });
  });

  app.get("/_sandbox/counts", (context) => {
    const { subject, ...tags } = context.req.query();
    return answerOr422(context, () => Object.fromEntries(inbox.countsByAddress({ subject, tags })));
  });
}

const advanceSchema = z.object({ ms: z.int().min(0) });

const webhookSchema = z.object({ endpoint: z.string(), secret: z.string() });

/** Returns the webhook that exists for this address, or a new one. */
function putWebhook({ endpoints }: World, webhook: z.infer<typeof webhookSchema>): object {
  const there = endpoints.at(webhook.endpoint);
  // The program that listens there could not verify events signed with another secret, and may have been away until the
  // webhook was disabled.
  if (there !== undefined)
    Object.assign(there, { signingSecret: webhook.secret, status: "enabled", failingSince: null });
  return { id: (there ?? endpoints.add(webhook)).id, added: there === undefined };
}

/** Let every pending event happen now, and deliver it. Retries keep their time. */
export async function flushMail({ timeline, webhooks }: World): Promise<void> {
  do {
    timeline.hurry("event");
    await webhooks.idle();
  } while (timeline.waiting("event") > 0);
}

/** Answers with what `work` returns, or with 422 and the error that names what was wrong. */
function answerOr422(context: SandboxContext, work: () => object): Response {
  try {
    return context.json(work());
  } catch (error) {
    if (!(error instanceof LetterpressError)) throw error;
    return context.json({ error: error.message, hint: error.hint }, 422);
  }
}
