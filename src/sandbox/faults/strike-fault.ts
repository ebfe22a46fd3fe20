import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, Refusal, unexpected } from "#src/sandbox/api/api-answer.ts";
import { tooManyRequests } from "#src/sandbox/api/rate-window.ts";
import type { Fault, Switches } from "./switches.ts";

/** The request's connection, for faults that go below HTTP. */
export interface Wire {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** What a fault did to a request: another answer instead of the true one, no answer at all, or no change. */
type Struck = Answer | "gone" | "pass";

/**
 * Plays a fault that strikes before or after acceptance, or with half of the body read. Hangs and slow answers wait
 * here. `truncated`, `cut`, `wrong_count` and `empty_list` change the answer itself: see `spoilAnswer` and `cutAnswer`.
 */
export async function strikeFault(fault: Fault, wire: Wire, switches: Switches): Promise<Struck> {
  switch (fault.kind) {
    case "rate_limit":
      return tooManyRequests(switches.rate_limit, fault.retry_after);
    case "error":
      return fault.status === 503
        ? new Refusal(503, "service_unavailable", "API is temporarily unavailable")
        : unexpected(fault.status);
    case "html":
      return {
        status: fault.status ?? 502,
        body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n",
        headers: { "content-type": "text/html" },
      };
    case "empty":
      return { status: fault.status ?? 503, body: "" };
    case "reset":
      wire.incoming.socket.resetAndDestroy();
      return "gone";
    case "hang":
      await untilGone(wire, fault.ms ?? null);
      wire.incoming.socket.destroy();
      return "gone";
    case "slow":
      // Resend does not stop because a client stops waiting: what the client sent is accepted anyway.
      await sleep(fault.ms ?? 1000, undefined, { signal: wire.closing }).catch(() => {});
      return "pass";
    case "truncated":
    case "empty_list":
    case "cut":
    case "wrong_count":
      return "pass";
  }
}

/** Waits for `ms` (null: forever), or until the client disconnects or the sandbox closes. */
async function untilGone({ outgoing, closing }: Wire, ms: number | null): Promise<void> {
  const gone = new AbortController();
  const stop = () => gone.abort();
  outgoing.once("close", stop);
  closing.addEventListener("abort", stop);
  try {
    if (outgoing.destroyed || closing.aborted) return;
    await sleep(ms ?? 2 ** 31 - 1, undefined, { signal: gone.signal, ref: false });
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    outgoing.off("close", stop);
    closing.removeEventListener("abort", stop);
  }
}

/** Returns an answer with the right status and wrong content: JSON that stops in the middle, another number of ids, or none. */
export function spoilAnswer(fault: Fault, answer: Answer): Answer {
  if (fault.kind === "truncated") {
    const text = JSON.stringify(answer.body);
    const headers = { "content-type": "application/json; charset=utf-8", ...answer.headers };
    return { ...answer, body: text.slice(0, Math.floor(text.length / 2)), headers };
  }
  const body = answer.body as { readonly data?: readonly unknown[] };
  if (body.data === undefined) return answer;
  if (fault.kind === "empty_list") return { ...answer, body: { ...body, has_more: false, data: [] } };
  if (fault.kind !== "wrong_count") return answer;
  const { data } = body;
  const wanted = Math.max(data.length + fault.by, 0);
  const changed = Array.from({ length: wanted }, (_, at) => data[at] ?? data[0]);
  return { ...answer, body: { ...body, data: changed } };
}

/** Announces the whole answer, writes half of it, and drops the connection. */
export async function cutAnswer({ incoming, outgoing }: Wire, text: string, status: number): Promise<void> {
  const bytes = Buffer.from(text);
  outgoing.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
  });
  await new Promise<void>((resolve) => {
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve());
  });
  incoming.socket.destroy();
}
