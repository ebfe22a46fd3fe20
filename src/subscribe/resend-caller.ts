/** A definite answer of Resend: it did what it was asked, or it never will. */
export interface ResendAnswer {
  readonly status: number;
  /** Resend's name for an error, or "". */
  readonly name: string;
  readonly message: string;
  readonly data: unknown;
}

interface ResendRequest {
  readonly method: "GET" | "POST" | "PATCH";
  /** URL-encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** Calls Resend, and repeats the request if no answer comes. Throws `NoAnswer` when time is up. */
export type CallResend = (request: ResendRequest) => Promise<ResendAnswer>;

/** Resend could not be reached, was too busy, or broke: the request may have been carried out or not. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** The clock and timers, passed in. */
export interface World {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly timeout: (ms: number) => AbortSignal;
}

/** For all requests of one visitor: hosts stop a function after ten seconds, and nobody waits longer for a page. */
const ALL_MS = 8_500;
const ONE_MS = 4_000;
const APART_MS = 700;
/**
 * Another request is doing the same, perhaps one of ours that was given up before it was answered. Whether it succeeds is
 * only known once it is over.
 */
const BUSY = new Set(["concurrent_idempotent_requests", "resource_locked"]);

/**
 * Creates the caller for one visitor. Each of our requests may be repeated: a mail goes out under its idempotency key,
 * and the other requests set the same values again. So an unclear request is repeated as long as the visitor waits.
 */
export function createCaller(
  { apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string },
  { now, sleep, timeout }: World,
): CallResend {
  const end = now() + ALL_MS;
  return async (request) => {
    for (;;) {
      const left = end - now();
      if (left <= 0) throw new NoAnswer(`${nameOf(request)}: Resend did not answer in time.`);
      const answer = await ask(request, { apiKey, baseUrl, signal: timeout(Math.min(ONE_MS, left)) });
      if (!("why" in answer)) return answer;
      const wait = answer.retryAfterMs ?? APART_MS;
      if (now() + wait >= end) throw new NoAnswer(`${nameOf(request)}: ${answer.why}`);
      await sleep(wait);
    }
  };
}

async function ask(
  { method, path, body, idempotencyKey }: ResendRequest,
  { apiKey, baseUrl, signal }: { apiKey: string; baseUrl: string; signal: AbortSignal },
): Promise<ResendAnswer | { readonly why: string; readonly retryAfterMs?: number }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${baseUrl}${path}`, {
      method,
      // Following a redirect would send the request, with the key, wherever it leads.
      redirect: "manual",
      signal,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        // Without it Cloudflare answers 403 before Resend sees the request.
        "User-Agent": "letterpress",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    return { why: `Resend did not answer (${error instanceof Error ? error.message : "unknown"}).` };
  }
  const { status } = response;
  const data = readJson(text);
  const name = textOf(data, "name");
  const message = textOf(data, "message");
  if (status === 429 && !name.includes("quota")) {
    const seconds = Number(response.headers.get("retry-after") ?? "1");
    return { why: `Resend answered 429: ${message}`, retryAfterMs: Math.max(0, seconds || 0) * 1000 };
  }
  const isGarbled = status < 300 && (typeof data !== "object" || data === null);
  if (status >= 500 || status === 408 || status === 425 || BUSY.has(name) || isGarbled)
    return { why: `Resend answered ${status}: ${message || "something that is no JSON"}` };
  return { status, name, message, data };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function textOf(data: unknown, key: string): string {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, key)) return "";
  const value = (data as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value.slice(0, 300) : "";
}

/** Names a request without its address: an address does not belong in a log. */
function nameOf({ method, path }: ResendRequest): string {
  return `${method} ${path.replace(/^(\/(?:contacts|suppressions))\/[^/]+/, "$1/…")}`;
}
