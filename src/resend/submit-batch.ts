import type { Resend } from "resend";
import { alignItems, type BatchItem } from "./align-items.ts";
import { classifyError } from "./errors-table.ts";
import { type Limits, readLimits, readRetryAfter } from "./read-limits.ts";
import { watchRequest } from "./watch-request.ts";

/** One message of a batch as the SDK takes it (it writes snake_case itself, and drops fields it does not know). */
export interface BatchMessage {
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
}

export interface SubmitOptions {
  /** Idempotency key, 1 to 256 characters. Every repeat under it must carry the same bytes. */
  readonly key: string;
  /** Milliseconds until the answer is given up; 30,000 by default. The SDK itself would wait 300 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What became of one POST of a batch. `reason` is a sentence for people, with Resend's own words. */
export type SubmitResult = { readonly limits: Limits } & (
  | {
      readonly outcome: "accepted";
      /** One item for each message, in the order of the request. */
      readonly items: readonly BatchItem[];
    }
  /** Resend accepted something, but its answer cannot be matched to the messages. */
  | { readonly outcome: "misaligned"; readonly reason: string }
  /** It is not known whether Resend accepted the batch: only a repeat under the same key is safe. */
  | { readonly outcome: "ambiguous"; readonly reason: string }
  /** Resend has definitely not accepted this POST; `retryAfterMs` is what its answer asked for. */
  | {
      readonly outcome: "not-accepted";
      readonly why: "rate" | "quota" | "auth" | "unreachable";
      readonly retryAfterMs: number | null;
      readonly reason: string;
    }
  /** The batch as a whole was refused because of what is in it. */
  | { readonly outcome: "refused"; readonly reason: string }
  /** The key was used with other bytes within 24 hours. */
  | { readonly outcome: "key-conflict"; readonly reason: string }
);

/**
 * Submit 1 to 100 messages in one call (`POST /emails/batch`, permissive). Never repeats by itself and never throws
 * for anything the network or Resend does.
 */
export async function submitBatch(
  client: Resend,
  payload: readonly BatchMessage[],
  options: SubmitOptions,
): Promise<SubmitResult> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  if (signal.aborted) {
    return notSent("it was stopped before the request was made");
  }
  using request = watchRequest(options.key);
  const requestOptions = {
    idempotencyKey: options.key,
    batchValidation: "permissive",
    signal,
    // fetch would turn a redirected POST into a GET, and that GET's 404 would read like a refusal of the batch.
    redirect: "manual",
  } as const;
  const { data, error, headers } = await client.batch.send(
    payload.map((message) => ({ ...message, tags: [...message.tags] })),
    requestOptions,
  );
  const fate = request.fate();
  const limits = readLimits(headers);
  if (error === null && data !== null) return { ...alignItems(data, payload.length), limits };

  const status = fate.status ?? error?.statusCode ?? null;
  if (status === null) {
    const cause = timeout.aborted
      ? "no answer in time"
      : signal.aborted
        ? "it was stopped while under way"
        : (fate.cause ?? "the connection failed");
    return fate.created && !fate.left
      ? notSent(cause)
      : { outcome: "ambiguous", reason: `Resend's answer is unknown: ${cause}.`, limits };
  }
  const { name, message } = wordsOf(error);
  const reason = `Resend answered ${[status, name].filter(Boolean).join(" ")}${message}`;
  const verdict = classifyError({ name, status, message });
  return verdict.outcome === "not-accepted"
    ? { ...verdict, retryAfterMs: readRetryAfter(headers), reason, limits }
    : { ...verdict, reason, limits };
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

/** The SDK hands on an error body as it came, whatever its shape: `{}` and `null` were seen. */
function wordsOf(error: unknown): { name: string; message: string } {
  const body: Record<string, unknown> = typeof error === "object" && error !== null ? { ...error } : {};
  const name = typeof body["name"] === "string" ? body["name"].slice(0, 100) : "";
  const message = typeof body["message"] === "string" ? body["message"].slice(0, 300) : "";
  return { name, message: message === "" ? "" : `: ${message}` };
}
