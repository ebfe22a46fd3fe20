import type { Resend } from "resend";
import type { Quota } from "#src/model/quota.ts";
import { readLimits } from "./read-limits.ts";
import { readUsage } from "./read-usage.ts";

/** What Resend says about a key and a sending domain. Null if this key may not ask or Resend did not say. */
interface Probe {
  /** `sending` may only send, which is enough for delivery. */
  readonly key: "full" | "sending" | "refused" | "unreachable" | "unknown";
  /** Resend's words if the key did not simply work. */
  readonly message: string | null;
  /** Resend's status of the domain, or `missing` if the team has no domain of that name. */
  readonly domain: { readonly name: string; readonly status: string } | null;
  /** Requests per second that the team may make. */
  readonly rate: number | null;
  readonly usage: {
    readonly daily: { readonly used: number; readonly limit: number | null };
    readonly monthly: { readonly used: number; readonly limit: number | null };
  } | null;
}

/**
 * Ask Resend about the client's key and the domain of `from`, without sending anything. Answers are values: this never
 * throws, whatever the network or Resend does. Each question waits at most `timeoutMs` (default 10,000).
 */
export async function probe(
  client: Resend,
  { from, timeoutMs = 10_000 }: { from: string; timeoutMs?: number },
): Promise<Probe> {
  const options = () => ({ signal: AbortSignal.timeout(timeoutMs) });
  const domains = await client.domains.list({ limit: 100 }, options());
  const limits = readLimits(domains.headers);
  const blank = { message: null, domain: null, rate: limits.limit, usage: null };
  if (domains.error !== null || domains.data === null) {
    return { ...blank, ...keyOf(domains.error) };
  }
  const usage = await readUsage(client, { timeoutMs });
  const said = usage.kind === "known" ? usage.value : null;
  return {
    ...blank,
    key: "full",
    domain: domainOf(from, domains.data.data),
    rate: said?.rate ?? limits.limit,
    usage: said === null ? null : { daily: shown(said.daily), monthly: shown(said.monthly) },
  };
}

function keyOf(error: { name?: string; statusCode?: number | null; message?: string } | null): {
  key: Probe["key"];
  message: string | null;
} {
  const message = error?.message ?? null;
  const status = error?.statusCode ?? null;
  if (status === 401 && error?.name === "restricted_api_key") return { key: "sending", message: null };
  if (status === 401 || status === 403) return { key: "refused", message };
  if (status === 400 && /\bAPI key\b/i.test(message ?? "")) return { key: "refused", message };
  return { key: status === null ? "unreachable" : "unknown", message };
}

/** A domain is verified exactly as written: `example.org` does not cover `news.example.org`. */
function domainOf(
  from: string,
  domains: readonly { readonly name: string; readonly status: string }[],
): Probe["domain"] {
  const name = /@([^@<>\s]+?)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? "";
  const known = domains.find((domain) => domain.name.toLowerCase() === name);
  return { name, status: known?.status ?? "missing" };
}

function shown({ used, limit }: Quota): { used: number; limit: number | null } {
  return { used, limit };
}
