import type { Clock } from "#src/model/clock.ts";
import { Refusal } from "./api-answer.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

/** The team's request limit: a fixed window of one second, shared by all keys, without bursts. */
export function createRateWindow(switches: Pick<Switches, "rate_limit">, clock: Clock) {
  let second = -1;
  let taken = 0;
  return {
    /** Count a request. `refusal` is set for a request above the limit. `headers` go on the answer either way. */
    take(): { readonly headers: Record<string, string>; readonly refusal: Refusal | null } {
      const limit = switches.rate_limit;
      const current = Math.floor(clock.now() / 1000);
      if (current !== second) {
        second = current;
        taken = 0;
      }
      taken += 1;
      const headers = {
        "ratelimit-policy": `${limit};w=1`,
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": String(Math.max(limit - taken, 0)),
        "ratelimit-reset": "1",
      };
      return { headers, refusal: taken > limit ? tooManyRequests(limit, 1) : null };
    },
  };
}

/** `retryAfter` in seconds; null leaves the header out. */
export function tooManyRequests(limit: number, retryAfter: number | null): Refusal {
  return new Refusal(
    429,
    "rate_limit_exceeded",
    `Too many requests. You can only make ${limit} requests per second. See rate limit response headers for more information. Or contact support to increase rate limit.`,
    retryAfter === null ? {} : { "retry-after": String(retryAfter) },
  );
}
