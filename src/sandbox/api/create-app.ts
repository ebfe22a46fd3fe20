import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Refusal, UNEXPECTED } from "./api-answer.ts";
import { addControlRoutes } from "./control-routes.ts";
import { handleRequest, NO_SUCH_METHOD, NO_SUCH_ROUTE } from "./handle-request.ts";
import { addInboxPages } from "#src/sandbox/inbox/inbox-pages.ts";
import { type Route, ROUTES } from "./routes.ts";
import type { SandboxApp, SandboxContext } from "./sandbox-app.ts";
import { cutAnswer } from "#src/sandbox/faults/strike-fault.ts";
import type { World } from "#src/sandbox/team/world.ts";

/** The whole sandbox as one Hono app: Resend's routes, the inbox's pages and `/_sandbox`. `report` receives internal errors. */
export function createApp(
  world: World,
  { closing, report }: { closing: AbortSignal; report: (error: Error) => void },
): SandboxApp {
  const app: SandboxApp = new Hono();
  let number = 0;

  // A foreign page whose host name points to this machine sends that name: it must not read the inbox.
  app.use(async (context, next) => {
    const host = context.env.incoming.headers.host ?? "";
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
    if (!world.hosts.has(name)) {
      return context.text(`This sandbox answers to the hosts ${[...world.hosts].join(", ")} only.\n`, 403);
    }
    return next();
  });

  addInboxPages(app, world);
  addControlRoutes(app, world);

  const serve = (route: Route | Refusal) => async (context: SandboxContext) => {
    const { incoming, outgoing } = context.env;
    const wire = { incoming, outgoing, closing };
    const { path } = context.req;
    const { method } = context.req;
    number += 1;
    const own = number;
    const outcome = await handleRequest(
      {
        number: own,
        method,
        path,
        wire,
        query: (name) => context.req.query(name),
        param: (name) => context.req.param(name) ?? "",
      },
      route,
      world,
    );
    if (outcome === "gone") return RESPONSE_ALREADY_SENT;
    const { answer, cut } = outcome;
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    if (cut) {
      await cutAnswer(wire, text, answer.status);
      return RESPONSE_ALREADY_SENT;
    }
    if (world.hooks.has("answered")) {
      const header = incoming.headers["idempotency-key"];
      const idempotencyKey = typeof header === "string" ? header : null;
      outgoing.once("finish", () => {
        void world.hooks.fire({
          point: "answered",
          request: own,
          method,
          path,
          idempotencyKey,
          ids: idsIn(answer.body),
          status: answer.status,
        });
      });
    }
    const type = typeof answer.body === "string" ? {} : { "content-type": "application/json; charset=utf-8" };
    return context.body(text, answer.status as ContentfulStatusCode, { ...type, ...answer.headers });
  };

  for (const route of ROUTES) app.on(route.method, route.path, serve(route));
  for (const path of new Set(ROUTES.map((route) => route.path))) app.all(path, serve(NO_SUCH_METHOD));
  app.notFound(serve(NO_SUCH_ROUTE));
  app.onError((error, context) => {
    report(error);
    return context.json(UNEXPECTED.body, 500);
  });
  return app;
}

function idsIn(body: unknown): readonly string[] {
  if (typeof body !== "object" || body === null) return [];
  if ("id" in body && typeof body.id === "string") return [body.id];
  if (!("data" in body) || !Array.isArray(body.data)) return [];
  return body.data.flatMap((entry: unknown) =>
    typeof entry === "object" && entry !== null && "id" in entry && typeof entry.id === "string"
      ? [entry.id]
      : [],
  );
}
