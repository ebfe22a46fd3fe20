import { type Answer, idsIn, orRefusal, Refusal } from "./api-answer.ts";
import type { ApiRequest } from "./api-request.ts";
import { readRawBody } from "./read-raw-body.ts";
import type { Route } from "./routes.ts";
import { spoilAnswer, strikeFault, type Wire } from "#src/sandbox/faults/strike-fault.ts";
import type { Fault } from "#src/sandbox/faults/switches.ts";
import type { ApiKey } from "#src/sandbox/team/api-keys.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

/** No body beyond this size is read, even without a limit: it would only fill memory. */
const MAX_BODY = 512 * 1024 * 1024;

/** How to answer a request. `cut` writes half of the answer and drops the connection. */
type Reply =
  | { readonly answer: Answer; readonly cut: boolean }
  /** The connection is closed already. */
  | "gone";

/** A request as it arrives, before its key is known and its body is read. */
interface Arrival extends Omit<ApiRequest, "apiKey" | "raw"> {
  readonly wire: Wire;
  /** `?` and the query after it, or nothing. */
  readonly search: string;
}

/**
 * Everything between the socket and a route, in Resend's order: User-Agent, key, rate limit, permission, body,
 * idempotency, the route itself; and the faults on the way. `route` is the refusal if there is no route.
 */
export async function handleRequest(arrival: Arrival, route: Route | Refusal, world: World): Promise<Reply> {
  await world.hooks.fire("request", arrival);
  const { headers, refusal, apiKey } = admit(arrival, route, world);
  const fault = refusal === null ? world.chooseFault(arrival) : null;
  const raw = await readWhole(arrival, fault, world);
  if (raw === "gone") return "gone";
  const done = (answer: Answer): Reply => ({
    // A client may go by Resend's clock, and the sandbox's clock is not the machine's.
    answer: {
      ...answer,
      headers: { date: new Date(world.timeline.now()).toUTCString(), ...headers, ...answer.headers },
    },
    cut: fault?.kind === "cut" && answer.status < 300,
  });
  if (refusal !== null) return done(refusal);
  if (raw === "too large") return done(TOO_LARGE);
  if (route instanceof Refusal) return done(route);
  const answer = await orRefusal(() =>
    answerOnce({ ...arrival, apiKey, raw }, route, fault, arrival.wire, world),
  );
  return answer === "gone" ? "gone" : done(answer);
}

/** The key of the request and whether it is permitted. Cloudflare gives the first refusal, without Resend's JSON and headers. */
function admit(
  { header }: Arrival,
  route: Route | Refusal,
  { rateWindow, keys, switches, timeline }: World,
): { headers: Record<string, string> } & (
  | { refusal: Answer; apiKey: null }
  | { refusal: null; apiKey: ApiKey }
) {
  if (!header("user-agent")) return { headers: {}, refusal: ERROR_1010, apiKey: null };
  const { headers, refusal: tooMany } = rateWindow.take();
  const refuse = (refusal: Answer) => ({ headers, refusal, apiKey: null });
  const token = /^Bearer +(\S+)$/i.exec(header("authorization")?.trim() ?? "")?.[1];
  if (token === undefined) return refuse(MISSING_KEY);
  const apiKey = keys.withToken(token);
  if (apiKey === undefined) {
    const name = switches.invalid_key === "403" ? "invalid_api_key" : "validation_error";
    return refuse(new Refusal(Number(switches.invalid_key), name, "API key is invalid"));
  }
  if (apiKey.state !== "active") return refuse(apiKey.state === "inactive" ? INACTIVE : SUSPENDED);
  if (tooMany !== null) return refuse(tooMany);
  apiKey.lastUsedAt = timeline.now();
  const sends = !(route instanceof Refusal) && route.sends;
  if (apiKey.permission === "sending_access" && !sends) return refuse(RESTRICTED);
  return { headers, refusal: null, apiKey };
}

/** Reads the body. A fault with `when: "half"` strikes in its middle. */
async function readWhole(
  arrival: Arrival,
  fault: Fault | null,
  { hooks, switches }: World,
): Promise<Buffer | "gone" | "too large"> {
  const { method, wire } = arrival;
  if (method === "GET" || method === "HEAD") return Buffer.alloc(0);
  let gone = false;
  const raw = await readRawBody(wire.incoming, {
    limit: Math.min(switches.body_limit ?? MAX_BODY, MAX_BODY),
    half: async () => {
      await hooks.fire("half-read", arrival);
      if (fault?.when === "half") gone = (await strikeFault(fault, wire, switches)) === "gone";
    },
  });
  return gone ? "gone" : raw;
}

/** Run the route under its idempotency key, with the faults around it. */
async function answerOnce(
  request: ApiRequest,
  route: Route,
  fault: Fault | null,
  wire: Wire,
  world: World,
): Promise<Answer | "gone"> {
  const { replay, finish } = world.idempotency.begin(request, route.sends);
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
    const answer = replay ?? (await orRefusal(() => route.answer(request, world)));
    remembered = answer;
    finish(answer);
    // Routes that send mail fire this hook by themselves, before their answer is known.
    if (!route.sends && request.method !== "GET" && answer.status < 300) {
      await world.hooks.fire("accepted", request, { ids: idsIn(answer.body) });
    }
    if (fault === null || isBefore(fault) || answer.status >= 300) return answer;

    const struck = await strikeFault(fault, wire, world.switches);
    if (struck === "gone") return "gone";
    if (struck === "pass") return spoilAnswer(fault, answer);
    // If Resend remembers every answer, the key now belongs to this failure, although mail went out.
    if (world.switches.idempotency_remembers === "everything") remembered = struck;
    return struck;
  } finally {
    finish(remembered);
  }
}

/** Whether a fault strikes before the route runs. Faults that change the true answer can only strike after it. */
const isBefore = ({ kind, when }: Fault) =>
  when !== "after" && !["truncated", "cut", "wrong_count", "empty_list"].includes(kind);

const MISSING_KEY = new Refusal(401, "missing_api_key", "Missing API Key", {
  "www-authenticate": 'realm=""',
});
const RESTRICTED = new Refusal(401, "restricted_api_key", "This API key is restricted to only send emails");
const INACTIVE = new Refusal(403, "restricted_api_key", "API key is not active");
const SUSPENDED = new Refusal(403, "suspended_api_key", "This API key is suspended");
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
