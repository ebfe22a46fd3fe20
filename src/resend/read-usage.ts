import type { GetUsageResponseSuccess, Resend } from "resend";
import type { Quota, Usage } from "#src/model/quota.ts";

/**
 * What the client's team has used and may use. Always a value: `unavailable` if this key may not ask, Resend cannot be
 * reached, or its answer does not say.
 */
export async function readUsage(
  client: Resend,
  { timeoutMs = 10_000 }: { timeoutMs?: number } = {},
): Promise<
  | { readonly kind: "known"; readonly value: Usage }
  | { readonly kind: "unavailable"; readonly reason: string }
> {
  const { data, error, headers } = await client.usage.get({ signal: AbortSignal.timeout(timeoutMs) });
  if (data === null) return { kind: "unavailable", reason: reasonOf(error, headers !== null) };
  // A proxy may answer with JSON of its own.
  const { daily, monthly } = (data.emails as Partial<GetUsageResponseSuccess["emails"]> | undefined) ?? {};
  if (daily === undefined || monthly === undefined)
    return { kind: "unavailable", reason: "Resend did not say" };
  // A limit is present only if the plan has one, so a missing limit means no limit.
  const rate = (data.rate_limit as { limit?: number } | undefined)?.limit ?? null;
  return { kind: "known", value: { daily: quotaOf(daily), monthly: quotaOf(monthly), rate } };
}

function quotaOf({ used, limit, resets_at: resetsAt }: Answered): Quota {
  return { used, limit: limit ?? null, resetsAt: Date.parse(resetsAt) };
}

type Answered = { readonly used: number; readonly limit: number | null; readonly resets_at: string };

/** `isAnswer`: an error body without a status, from a proxy or a future Resend, is an answer all the same. */
function reasonOf(
  error: { name?: string; statusCode?: number | null; message?: string } | null,
  isAnswer: boolean,
): string {
  if (error?.name === "restricted_api_key") return "this key may only send";
  // Resend answers a malformed key with 400.
  const refused = error?.statusCode === 400 && /\bAPI key\b/i.test(error.message ?? "");
  if (refused || error?.statusCode === 401 || error?.statusCode === 403) return "Resend refuses the key";
  if (!isAnswer) return "Resend cannot be reached";
  return error?.statusCode === 404 ? "Resend answered 404: not found" : "Resend did not say";
}
