import { type Fact, unavailable } from "#src/model/facts.ts";
import type { Usage } from "#src/model/quota.ts";
import { readUsage } from "#src/resend/read-usage.ts";
import type { App } from "#src/app/open-app.ts";

/** A command waits for the answer: it must not take long. */
const TIMEOUT_MS = 5000;

/** What Resend reports as used of its quotas; unavailable without a key. */
export async function readQuota({ config, client }: Pick<App, "config" | "client">): Promise<Fact<Usage>> {
  if (config.apiKey === null) return unavailable("RESEND_API_KEY is not set");
  return readUsage(client(), { timeoutMs: TIMEOUT_MS });
}
