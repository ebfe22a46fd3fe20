import { type Limits, readLimits, readRetryAfter } from "./read-limits.ts";

/** What became of one request. `at` is the answer's Date header (ms UTC, whole seconds); null if nothing answered. */
export type Answer<T> = { readonly limits: Limits; readonly at: number | null } & (
  | { readonly kind: "done"; readonly value: T }
  /** Nothing at Resend has this id. */
  | { readonly kind: "gone" }
  /** Resend refuses the key. `sendsOnly`: Resend knows the key, which may send and nothing else. */
  | { readonly kind: "forbidden"; readonly message: string; readonly sendsOnly: boolean }
  /** A definite no that a repeat does not change. */
  | { readonly kind: "refused"; readonly message: string }
  /** Too many requests: this one was not carried out, and may be repeated after `retryAfterMs`. */
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  /** The request may or may not have been carried out. */
  | { readonly kind: "unclear"; readonly message: string }
);

const TIMEOUT_MS = 30_000;

/**
 * Asks Resend something once, by a method of its SDK. Never throws, whatever the network or Resend does. `read` returns
 * null for an answer that lacks what is needed: such an answer is as unclear as a lost one.
 */
export async function askResend<A, T>(
  call: (options: { readonly signal: AbortSignal }) => Promise<Raw<A>>,
  read: (data: A) => T | null,
): Promise<Answer<T>> {
  const answer = await call({ signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => ({
    data: null,
    error: { message: String(error), name: "", statusCode: null },
    headers: null,
  }));
  const { data, headers } = answer;
  const date = Date.parse(headers?.["date"] ?? "");
  const base = { limits: readLimits(headers), at: Number.isNaN(date) ? null : date };
  if (answer.error === null && data !== null) {
    const value = readSafely(read, data);
    if (value !== null) return { ...base, kind: "done", value };
    return { ...base, kind: "unclear", message: "Resend's answer holds something else than was asked for." };
  }
  const { status, name, message } = wordsOf(answer.error);
  const words = `Resend answered ${[status, name].filter(Boolean).join(" ")}: ${message}`;
  if (status === null) return { ...base, kind: "unclear", message: "Resend did not answer." };
  if (status === 404) return { ...base, kind: "gone" };
  if (status === 429 && !/quota/.test(name))
    return { ...base, kind: "busy", retryAfterMs: readRetryAfter(headers) ?? 1000 };
  if (isAboutKey(status, name, message)) {
    // With 403, the same name means a key that is not active.
    const sendsOnly = status === 401 && name === "restricted_api_key";
    return { ...base, kind: "forbidden", message: words, sendsOnly };
  }
  // 409 and 423: another request is at work on the same thing.
  if (status >= 500 || status < 400 || [408, 409, 423, 425].includes(status))
    return { ...base, kind: "unclear", message: words };
  return { ...base, kind: "refused", message: words };
}

interface Raw<A> {
  readonly data: A | null;
  readonly error: unknown;
  readonly headers: Readonly<Record<string, string>> | null;
}

/** A proxy may answer 200 with JSON of its own. */
function readSafely<A, T>(read: (data: A) => T | null, data: A): T | null {
  try {
    return read(data);
  } catch {
    return null;
  }
}

/** Resend answers a mistyped key with 400. */
function isAboutKey(status: number, name: string, message: string): boolean {
  return (
    status === 401 ||
    /api_key|invalid_permission/.test(name) ||
    (status === 400 && /\bAPI key\b/i.test(message))
  );
}

function wordsOf(error: unknown): { status: number | null; name: string; message: string } {
  const body: Readonly<Record<string, unknown>> =
    typeof error === "object" && error !== null ? { ...error } : {};
  const { statusCode, name, message } = body;
  return {
    status: typeof statusCode === "number" ? statusCode : null,
    name: typeof name === "string" ? name.slice(0, 100) : "",
    message: typeof message === "string" ? message.slice(0, 300) : "no reason given",
  };
}
