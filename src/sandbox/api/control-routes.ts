import { z } from "zod";
import { LetterpressError } from "#src/model/errors.ts";
import type { MessageSummary } from "#src/sandbox/inbox/inbox.ts";
import type { SandboxApp } from "./sandbox-app.ts";
import type { World } from "#src/sandbox/team/world.ts";

/**
 * The sandbox's own routes under `/_sandbox`, for control from another process. They need no key. Pages of other origins
 * are refused, because they could otherwise set switches from a visitor's browser.
 */
export function addControlRoutes(app: SandboxApp, world: World): void {
  app.use("/_sandbox/*", async (context, next) => {
    const origin = context.req.header("origin");
    const own = `http://${context.env.incoming.headers.host ?? ""}`;
    const json = context.req.method === "GET" || (context.req.header("content-type") ?? "").includes("json");
    if ((origin !== undefined && origin !== own) || !json) {
      return context.json({ error: "Only JSON from the sandbox's own origin is accepted here." }, 403);
    }
    return next();
  });

  app.get("/_sandbox/switches", (context) => context.json(world.switches));
  app.put("/_sandbox/switches", async (context) => {
    const patch: unknown = await context.req.json().catch(() => null);
    try {
      return context.json(world.board.change(patch));
    } catch (error) {
      if (!(error instanceof LetterpressError)) throw error;
      return context.json({ error: error.message, hint: error.hint }, 422);
    }
  });

  app.post("/_sandbox/advance", async (context) => {
    const body = advanceSchema.safeParse(await context.req.json().catch(() => null));
    if (!body.success)
      return context.json({ error: "Expected {ms}: how far to move the clock, from 0." }, 422);
    await world.timeline.advance(body.data.ms, () => world.webhooks.idle({ unpaced: true }));
    return context.json({ now: new Date(world.timeline.now()).toISOString() });
  });

  app.post("/_sandbox/flush", async (context) => {
    await flushMail(world);
    return context.json(world.webhooks.pending);
  });

  app.get("/_sandbox/inbox", (context) => {
    const { address, after, limit } = context.req.query();
    const page = world.inbox.list({
      limit: Math.min(Math.max(Number(limit ?? 50) || 50, 1), 1000),
      ...(address === undefined ? {} : { address }),
      ...(after === undefined ? {} : { after }),
    });
    const { count, recipients, kept, bytes } = world.inbox;
    const data = page.data.map((message) => ({ ...summaryOf(message), events: message.events }));
    return context.json({ count, recipients, kept, bytes, has_more: page.hasMore, data });
  });

  app.get("/_sandbox/counts", (context) => {
    const { subject, ...tags } = context.req.query();
    try {
      const counts = world.inbox.countsByAddress({ ...(subject === undefined ? {} : { subject }), tags });
      return context.json(Object.fromEntries(counts));
    } catch (error) {
      if (!(error instanceof LetterpressError)) throw error;
      return context.json({ error: error.message, hint: error.hint }, 422);
    }
  });
}

const advanceSchema = z.object({ ms: z.int().min(0) });

/** Let every pending event happen now, and deliver it. Retries keep their time. */
export async function flushMail({ timeline, webhooks }: World): Promise<void> {
  do {
    timeline.hurry("event");
    await webhooks.idle({ unpaced: true });
  } while (timeline.waiting("event") > 0);
}

function summaryOf({
  id,
  createdAt,
  from,
  to,
  subject,
  tags,
  lastEvent,
}: MessageSummary): Record<string, unknown> {
  return {
    id,
    created_at: new Date(createdAt).toISOString(),
    from,
    to,
    subject,
    tags,
    last_event: lastEvent,
  };
}
