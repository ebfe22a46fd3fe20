import type { Resend } from "resend";
import { alignItems, type BatchItem } from "./align-items.ts";
import { classifyError } from "./errors-table.ts";
import { type Limits, readLimits, readRetryAfter } from "./read-limits.ts";
import { watchRequest } from "./watch-request.ts";

/** The body of a `POST /emails/batch`: its messages as a JSON array in UTF-8. Must not change until the answer has arrived. */
export interface BatchBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Messages in it, 1 to 100. */
  readonly count: number;
}

interface SubmitOptions {
  /** Idempotency key, 1 to 256 characters. Every repeat under it must carry the same bytes. */
  readonly key: string;
  /** Milliseconds to wait for the answer; default 30,000. The SDK itself would wait 300 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The outcome of one POST of a batch. `reason` is a sentence for people, with Resend's own words. */
export type SubmitResult = { readonly limits: Limits } & (
  | {
      readonly outcome: "accepted";
      /** One item for each message, in the order of the request. */
      readonly items: readonly BatchItem[];
    }
  /** Resend accepted something, but its answer cannot be matched to the messages. */
  | { readonly outcome: "misaligned"; readonly reason: string }
  /**
   * It is not known whether Resend accepted the batch: only a repeat under the same key is safe. `retryAfterMs` is the delay
   * its answer asked for.
   */
  | { readonly outcome: "ambiguous"; readonly retryAfterMs: number | null; readonly reason: string }
  /** Resend has definitely not accepted this POST. */
  | {
      readonly outcome: "not-accepted";
      readonly why: "rate" | "quota" | "auth" | "unreachable";
      readonly retryAfterMs: number | null;
      readonly reason: string;
    }
  /** Resend refused the whole batch because of its content. */
  | { readonly outcome: "refused"; readonly reason: string }
  /** The key was used with other bytes within 24 hours. */
  | { readonly outcome: "key-conflict"; readonly reason: string }
);

/**
 * Submit 1 to 100 messages in one call (`POST /emails/batch`, permissive). Never repeats by itself and never throws,
 * whatever the network or Resend does.
 */
export async function submitBatch(
  client: Resend,
  body: BatchBody,
  options: SubmitOptions,
): Promise<SubmitResult> {
  using timeout = timeoutAfter(options.timeoutMs ?? 30_000);
  const signal =
    options.signal === undefined ? timeout.signal : AbortSignal.any([timeout.signal, options.signal]);
  if (signal.aborted) {
    return notSent("it was stopped before the request was made");
  }
  using request = watchRequest(options.key);
  const { data, error, headers } = await client.post("/emails/batch", null, {
    idempotencyKey: options.key,
    ...requestOf(body, signal),
  });
  const fate = request.fate();
  const limits = readLimits(headers);
  if (error === null && data !== null) return { ...alignItems(data, body.count), limits };

  const status = fate.status ?? error?.statusCode ?? null;
  if (status === null) {
    const cause = timeout.signal.aborted
      ? "no answer in time"
      : signal.aborted
        ? "it was stopped while under way"
        : (fate.cause ?? "the connection failed");
    return fate.created && !fate.left
      ? notSent(cause)
      : { outcome: "ambiguous", retryAfterMs: null, reason: `Resend's answer is unknown: ${cause}.`, limits };
  }
  const { name, message } = wordsOf(error);
  const reason = `Resend answered ${[status, name].filter(Boolean).join(" ")}${message}`;
  const verdict = classifyError({ name, status, message });
  const retryAfterMs = readRetryAfter(headers);
  if (verdict.outcome === "not-accepted") return { ...verdict, retryAfterMs, reason, limits };
  const { outcome } = verdict;
  return outcome === "ambiguous" ? { outcome, retryAfterMs, reason, limits } : { outcome, reason, limits };
}

/**
 * Options that send our bytes instead of the JSON that the SDK would write from objects: a caller of the SDK may override
 * the body that it passes to `fetch`. The body is a stream, because `fetch` copies every other kind of body, twice.
 */
function requestOf({ bytes }: BatchBody, signal: AbortSignal) {
  return {
    headers: { "x-batch-validation": "permissive", "content-length": String(bytes.byteLength) },
    body: new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(bytes);
        stream.close();
      },
    }),
    duplex: "half",
    signal,
    // fetch would turn a redirected POST into a GET, and that GET's 404 would look like a refusal of the batch.
    redirect: "manual",
  } as const;
}

/** `AbortSignal.timeout` cannot be canceled: a fast send would leave a thousand timers waiting. */
function timeoutAfter(ms: number): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

function notSent(cause: string): SubmitResult {
  return {
    outcome: "not-accepted",
    why: "unreachable",
    retryAfterMs: null,
    reason: `Nothing was sent to Resend: ${cause}.`,
    limits: readLimits(null),
  };
}

/** The SDK returns an error body unchanged, whatever its shape: `{}` and `null` have been seen. */
function wordsOf(error: unknown): { name: string; message: string } {
  const body: Record<string, unknown> = typeof error === "object" && error !== null ? { ...error } : {};
  const name = typeof body["name"] === "string" ? body["name"].slice(0, 100) : "";
  const message = typeof body["message"] === "string" ? body["message"].slice(0, 300) : "";
  return { name, message: message === "" ? "" : `: ${message}` };
}
