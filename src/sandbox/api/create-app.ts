import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { idsIn, Refusal, unexpected } from "./api-answer.ts";
import { addControlRoutes } from "./control-routes.ts";
import { handleRequest } from "./handle-request.ts";
import { addUnsubscribePages } from "#src/sandbox/audience/unsubscribe-pages.ts";
import { addContactPages } from "#src/sandbox/inbox/contact-pages.ts";
import { addInboxPages } from "#src/sandbox/inbox/inbox-pages.ts";
import { type Route, ROUTES } from "./routes.ts";
import type { SandboxApp, SandboxContext } from "./sandbox-app.ts";
import { cutAnswer } from "#src/sandbox/faults/strike-fault.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

/** The whole sandbox as one Hono app: Resend's routes, the inbox's pages and `/_sandbox`. `report` receives internal errors. */
export function createApp(
  world: World,
  { closing, report }: { closing: AbortSignal; report: (error: Error) => void },
): SandboxApp {
  const app: SandboxApp = new Hono();
  let requests = 0;

  // A page of another site whose host name points to this machine sends that name: it must not read the inbox.
  app.use(async (context, next) => {
    const host = context.env.incoming.headers.host ?? "";
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
    if (!world.hosts.has(name)) {
      return context.text(`This sandbox answers to the hosts ${[...world.hosts].join(", ")} only.\n`, 403);
    }
    return next();
  });

  addInboxPages(app, world);
  addContactPages(app, world);
  addUnsubscribePages(app, world);
  addControlRoutes(app, world);

  const serve = (route: Route | Refusal) => async (context: SandboxContext) => {
    const { incoming, outgoing } = context.env;
    const wire = { incoming, outgoing, closing };
    const header = (name: string) => incoming.headers[name]?.toString();
    requests += 1;
    const arrival = {
      number: requests,
      method: context.req.method,
      path: context.req.path,
      idempotencyKey: header("idempotency-key") ?? null,
      wire,
      header,
      query: (name: string) => context.req.query(name),
      param: (name: string) => context.req.param(name) ?? "",
      search: new URL(context.req.url).search,
    };
    const reply = await handleRequest(arrival, route, world);
    if (reply === "gone") return RESPONSE_ALREADY_SENT;
    const { status, body, headers } = reply.answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    if (reply.cut) {
      await cutAnswer(wire, text, status);
      return RESPONSE_ALREADY_SENT;
    }
    outgoing.once("finish", () => void world.hooks.fire("answered", arrival, { ids: idsIn(body), status }));
    const type = typeof body === "string" ? {} : { "content-type": "application/json; charset=utf-8" };
    // A client that takes its time from Resend must see the clock that scheduled mail follows.
    const date = new Date(world.timeline.now()).toUTCString();
    return context.body(text, status as ContentfulStatusCode, { date, ...type, ...headers });
  };

  for (const route of ROUTES) app.on(route.method, route.path, serve(route));
  for (const path of new Set(ROUTES.map((route) => route.path))) app.all(path, serve(NO_SUCH_METHOD));
  app.notFound(serve(NO_SUCH_ROUTE));
  app.onError((error, context) => {
    report(error);
    return context.json(unexpected().body, 500);
  });
  return app;
}

const NO_SUCH_ROUTE = new Refusal(404, "not_found", "The requested endpoint does not exist.");
const NO_SUCH_METHOD = new Refusal(
  405,
  "method_not_allowed",
  "This endpoint does not support the specified HTTP method.",
);
