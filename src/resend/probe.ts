import type { Resend } from "resend";
import { type Fact, unavailable } from "#src/model/facts.ts";
import type { Usage } from "#src/model/quota.ts";
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
  readonly usage: Fact<Usage>;
}

/**
 * Ask Resend about the client's key and the domain of `from`, without sending anything. Answers are values: this never
 * throws, whatever the network or Resend does. Each question waits at most `timeoutMs` (default 10,000), and one that
 * Resend does not know says nothing about the others.
 */
export async function probe(
  client: Resend,
  { from, timeoutMs = 10_000 }: { from: string; timeoutMs?: number },
): Promise<Probe> {
  const domains = await client.domains.list({ limit: 100 }, { signal: AbortSignal.timeout(timeoutMs) });
  const { limit } = readLimits(domains.headers);
  const known: unknown = domains.data?.data;
  const isKnown = domains.error === null && Array.isArray(known);
  const key = isKnown ? FULL : keyOf(domains.error, domains.headers !== null);
  // The next question would only wait as long, or be refused as well.
  const usage =
    key.key === "full" || key.key === "unknown"
      ? await readUsage(client, { timeoutMs })
      : unavailable(UNASKED[key.key]);
  return {
    ...key,
    domain: isKnown ? domainOf(from, known as Domains) : null,
    rate: (usage.kind === "known" ? usage.value.rate : null) ?? limit,
    usage,
  };
}

/** Why a key's quota was not asked for. */
const UNASKED = {
  sending: "this key may only send",
  refused: "Resend refuses the key",
  unreachable: "Resend cannot be reached",
} as const;
type Domains = Parameters<typeof domainOf>[1];
const FULL = { key: "full", message: null } as const;

/** `isAnswer`: something answered, whatever the body says. */
function keyOf(
  error: { name?: string; statusCode?: number | null; message?: string } | null,
  isAnswer: boolean,
): { key: Probe["key"]; message: string | null } {
  const message = error?.message ?? null;
  const status = error?.statusCode ?? null;
  if (status === 401 && error?.name === "restricted_api_key") return { key: "sending", message: null };
  if (status === 401 || status === 403) return { key: "refused", message };
  if (status === 400 && /\bAPI key\b/i.test(message ?? "")) return { key: "refused", message };
  return { key: isAnswer ? "unknown" : "unreachable", message };
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
