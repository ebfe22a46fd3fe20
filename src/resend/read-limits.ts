/** Resend's rate limit as its answer states it; null where it does not. The limit is for the whole team. */
export interface Limits {
  /** Requests in a second. */
  readonly limit: number | null;
  readonly remaining: number | null;
}

/** From `ratelimit-limit` and `ratelimit-remaining`. */
export function readLimits(headers: Readonly<Record<string, string>> | null): Limits {
  return {
    limit: numberIn(headers, "ratelimit-limit"),
    remaining: numberIn(headers, "ratelimit-remaining"),
  };
}

/** `retry-after` in milliseconds: seconds, or an HTTP date, which is compared with the answer's own `date`. */
export function readRetryAfter(headers: Readonly<Record<string, string>> | null): number | null {
  const seconds = numberIn(headers, "retry-after");
  if (seconds !== null) return seconds * 1000;
  const wait = Date.parse(headers?.["retry-after"] ?? "") - Date.parse(headers?.["date"] ?? "");
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

function numberIn(headers: Readonly<Record<string, string>> | null, name: string): number | null {
  const text = headers?.[name]?.trim() ?? "";
  return /^\d{1,9}(?:\.\d{1,3})?$/.test(text) ? Number(text) : null;
}
