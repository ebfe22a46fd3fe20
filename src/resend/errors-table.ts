/** What an error answer means for a batch. */
type Verdict =
  | { readonly outcome: "ambiguous" | "refused" | "key-conflict" }
  | { readonly outcome: "not-accepted"; readonly why: "rate" | "quota" | "auth" | "unreachable" };

interface Row {
  /** Lowest and highest HTTP status, both included. */
  readonly status: readonly [number, number];
  /** Resend's names for the error; left out if the row holds for every name. */
  readonly names?: readonly string[];
  readonly message?: RegExp;
  readonly verdict: Verdict;
}

const AMBIGUOUS: Verdict = { outcome: "ambiguous" };
const REFUSED: Verdict = { outcome: "refused" };
const KEY_CONFLICT: Verdict = { outcome: "key-conflict" };
const RATE: Verdict = { outcome: "not-accepted", why: "rate" };
const QUOTA: Verdict = { outcome: "not-accepted", why: "quota" };
const AUTH: Verdict = { outcome: "not-accepted", why: "auth" };
const UNREACHABLE: Verdict = { outcome: "not-accepted", why: "unreachable" };

/**
 * Read from the top; the first matching row decides. The status alone is not enough (there are three kinds of 429 and of
 * 409), nor is the name (`validation_error` comes with 400, 403 and 422), and names are an open set.
 * Source: Resend's list of errors and recordings of its API, 2025 to 2026.
 */
const ROWS: readonly Row[] = [
  // Resend or something in front of it broke: the batch may have been accepted first.
  { status: [500, 599], verdict: AMBIGUOUS },

  { status: [400, 499], names: ["invalid_idempotent_request"], verdict: KEY_CONFLICT },
  // `concurrent_idempotent_requests`: an earlier POST of this batch is still under way.
  { status: [409, 409], verdict: AMBIGUOUS },

  { status: [400, 499], names: ["daily_quota_exceeded", "monthly_quota_exceeded"], verdict: QUOTA },
  { status: [400, 499], names: ["email_above_quota"], verdict: QUOTA },
  { status: [402, 402], verdict: QUOTA },
  { status: [429, 429], verdict: RATE },

  // 403 `validation_error` is a domain that is not verified; 403 without a name is Cloudflare's; 451 a security hold.
  { status: [401, 401], verdict: AUTH },
  { status: [403, 403], verdict: AUTH },
  { status: [451, 451], verdict: AUTH },
  {
    status: [400, 499],
    names: ["missing_api_key", "invalid_api_key", "restricted_api_key", "suspended_api_key"],
    verdict: AUTH,
  },
  // Resend answers a mistyped key with 400 `validation_error`. If we blamed the batch, it would be split down to single
  // messages and every reader marked refused.
  { status: [400, 400], message: /\bAPI key\b/i, verdict: AUTH },

  // The address of the API is wrong (RESEND_BASE_URL): the server that answered has no such route.
  { status: [301, 302], verdict: UNREACHABLE },
  { status: [307, 308], verdict: UNREACHABLE },
  { status: [404, 405], verdict: UNREACHABLE },
  { status: [421, 421], verdict: UNREACHABLE },

  // A proxy gave up waiting: Resend may have received everything.
  { status: [408, 408], verdict: AMBIGUOUS },
  { status: [425, 425], verdict: AMBIGUOUS },

  { status: [400, 499], verdict: REFUSED },
];

/** What an error means. `status` is the HTTP status. An error without a row is ambiguous: that costs time, but gives no reader a second copy. */
export function classifyError(error: { name: string; status: number; message: string }): Verdict {
  const row = ROWS.find(
    ({ status: [low, high], names, message }) =>
      error.status >= low &&
      error.status <= high &&
      (names === undefined || names.includes(error.name)) &&
      (message === undefined || message.test(error.message)),
  );
  return row?.verdict ?? AMBIGUOUS;
}
