import type { IncomingMessage } from "node:http";
import { type Answer, refuse, type Refusal } from "./api-answer.ts";
import type { ApiKey } from "#src/sandbox/team/api-keys.ts";
import { readRawBody } from "./read-raw-body.ts";
import type { Route } from "./routes.ts";
import { spoilAnswer, strikeFault, type Wire } from "#src/sandbox/faults/strike-fault.ts";
import type { Fault, Switches } from "#src/sandbox/faults/switches.ts";
import type { ApiRequest, World } from "#src/sandbox/team/world.ts";

/** No body beyond this size is read, even without a limit: it would only fill memory. */
const MAX_BODY = 512 * 1024 * 1024;

/** How to answer a request. `cut` writes half of the answer and drops the connection. */
export type Reply =
  | { readonly answer: Answer; readonly cut: boolean }
  /** The connection is closed already. */
  | "gone";

/** A request as it arrives, before its body is read. */
export interface IncomingRequest {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly wire: Wire;
  readonly query: (name: string) => string | undefined;
  readonly param: (name: string) => string;
}

/**
 * Everything between the socket and a route, in Resend's order: User-Agent, key, rate limit, permission, body,
 * idempotency, the route itself; and the faults on the way. `route` is null if there is none, and comes with the refusal.
 */
export async function handleRequest(
  arrival: IncomingRequest,
  route: Route | Refusal,
  world: World,
): Promise<Reply> {
  const { number, method, path, wire } = arrival;
  const header = headerReader(wire.incoming);
  const idempotencyKey = header("idempotency-key") ?? null;
  const info = { request: number, method, path, idempotencyKey, ids: [], status: null };
  await world.hooks.fire({ ...info, point: "request" });

  const { headers, refusal, apiKey } = admit(header, route, world);
  const fault = refusal === null ? world.chooseFault({ method, path }) : null;
  const whole = await readWhole(arrival, fault, world);
  if (whole === "gone") return "gone";
  const done = (answer: Answer): Reply => ({
    answer: { ...answer, headers: { ...headers, ...answer.headers } },
    cut: fault?.kind === "cut" && answer.status < 300,
  });
  if (refusal !== null) return done(refusal);
  if (whole === null) return done(TOO_LARGE);
  if ("body" in route) return done(route);

  const request: ApiRequest = {
    number,
    method,
    path,
    idempotencyKey,
    apiKey,
    raw: whole,
    header,
    query: arrival.query,
    param: arrival.param,
  };
  const answer = await answerOnce(request, route, fault, wire, world);
  return answer === "gone" ? "gone" : done(answer);
}

/** Run the route under its idempotency key, with the faults around it. */
async function answerOnce(
  request: ApiRequest,
  route: Route,
  fault: Fault | null,
  wire: Wire,
  world: World,
): Promise<Answer | "gone"> {
  const { method, path, raw } = request;
  const attempt = world.idempotency.begin({
    method,
    path,
    raw,
    idempotencyKey: route.sends ? request.idempotencyKey : null,
    apiKeyId: request.apiKey.id,
    comparedHeaders: `x-batch-validation: ${request.header("x-batch-validation") ?? ""}`,
  });
  if (attempt.outcome === "refuse") return attempt.refusal;

  let remembered: Answer | null = null;
  try {
    if (fault !== null && isBefore(fault)) {
      const struck = await strikeFault(fault, wire, world.switches);
      if (struck === "gone") return "gone";
      if (struck !== "pass") {
        remembered = struck;
        return struck;
      }
    }
    const answer = attempt.outcome === "replay" ? attempt.answer : await route.answer(request, world);
    remembered = answer;
    if (attempt.outcome === "run") attempt.finish(answer);
    if (fault === null || isBefore(fault) || answer.status >= 300) return answer;

    const struck = await strikeFault(fault, wire, world.switches);
    if (struck === "gone") return "gone";
    if (struck === "pass") return spoilAnswer(fault, answer);
    // If Resend remembers every answer, the key now belongs to this failure, although mail went out.
    if (world.switches.idempotency_remembers === "everything") remembered = struck;
    return struck;
  } finally {
    if (attempt.outcome === "run") attempt.finish(remembered);
  }
}

/** Faults that change the true answer can only come after it. */
const isBefore = ({ kind, when }: Fault) =>
  when !== "after" && kind !== "truncated" && kind !== "cut" && kind !== "wrong_count";

/** The body; null if it is too large. A fault with `when: "half"` strikes in its middle. */
async function readWhole(
  { number, method, path, wire }: IncomingRequest,
  fault: Fault | null,
  { hooks, switches }: World,
): Promise<Buffer | null | "gone"> {
  if (method === "GET" || method === "HEAD") return EMPTY;
  let gone = false;
  const idempotencyKey = headerReader(wire.incoming)("idempotency-key") ?? null;
  const { raw, tooLarge } = await readRawBody(wire.incoming, {
    limit: Math.min(switches.body_limit ?? MAX_BODY, MAX_BODY),
    half: async () => {
      await hooks.fire({
        point: "half-read",
        request: number,
        method,
        path,
        idempotencyKey,
        ids: [],
        status: null,
      });
      if (fault?.when !== "half") return;
      gone = (await strikeFault(fault, wire, switches)) === "gone";
    },
  });
  if (gone) return "gone";
  return raw ?? (tooLarge ? null : "gone");
}

const EMPTY = Buffer.alloc(0);

interface Admission {
  readonly headers: Readonly<Record<string, string>>;
}

/** The key of the request and whether it is permitted. Cloudflare gives the first refusal, without Resend's JSON and headers. */
function admit(
  header: (name: string) => string | undefined,
  route: Route | Refusal,
  world: World,
): Admission & ({ refusal: Answer; apiKey: null } | { refusal: null; apiKey: ApiKey }) {
  if (!header("user-agent")) return { headers: {}, refusal: ERROR_1010, apiKey: null };
  const { headers, refusal: tooMany } = world.rateWindow.take();
  const refuseWith = (refusal: Answer) => ({ headers, refusal, apiKey: null });
  const token = tokenIn(header);
  if (token === null) return refuseWith(MISSING_KEY);
  const apiKey = world.keys.find(token);
  if (apiKey === null) return refuseWith(unknownKey(world.switches));
  if (apiKey.state !== "active") return refuseWith(apiKey.state === "inactive" ? INACTIVE : SUSPENDED);
  if (tooMany !== null) return refuseWith(tooMany);
  apiKey.lastUsedAt = world.timeline.now();
  const sends = !("body" in route) && route.sends;
  if (apiKey.permission === "sending_access" && !sends) return refuseWith(RESTRICTED);
  return { headers, refusal: null, apiKey };
}

function headerReader({ headers }: IncomingMessage): (name: string) => string | undefined {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
}

/** Null if there is no bearer token. */
function tokenIn(header: (name: string) => string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(header("authorization")?.trim() ?? "")?.[1] ?? null;
}

function unknownKey({ invalid_key }: Pick<Switches, "invalid_key">): Refusal {
  const message = "API key is invalid";
  if (invalid_key === "403") return refuse(403, "invalid_api_key", message);
  return refuse(Number(invalid_key), "validation_error", message);
}

const MISSING_KEY = refuse(401, "missing_api_key", "Missing API Key", { "www-authenticate": 'realm=""' });
const RESTRICTED = refuse(401, "restricted_api_key", "This API key is restricted to only send emails");
const INACTIVE = refuse(403, "restricted_api_key", "API key is not active");
const SUSPENDED = refuse(403, "suspended_api_key", "This API key is suspended");
const ERROR_1010: Answer = {
  status: 403,
  body: "error code: 1010",
  headers: { "content-type": "text/plain" },
};
const TOO_LARGE: Answer = {
  status: 413,
  body: "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n</body>\r\n</html>\r\n",
  headers: { "content-type": "text/html" },
};

export const NO_SUCH_ROUTE = refuse(404, "not_found", "The requested endpoint does not exist.");
export const NO_SUCH_METHOD = refuse(
  405,
  "method_not_allowed",
  "This endpoint does not support the specified HTTP method.",
);
