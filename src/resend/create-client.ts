import { Resend } from "resend";
import { LetterpressError } from "#src/model/errors.ts";

const RESEND = "https://api.resend.com";

/**
 * The official SDK for one key. `baseUrl` is the sandbox's address, or null for Resend itself. Throws
 * `config/environment` for an invalid base URL: the SDK would only say that it could not fetch.
 */
export function createClient({ apiKey, baseUrl }: { apiKey: string; baseUrl: string | null }): Resend {
  // Without a base URL the SDK would read the environment, and a rehearsal could reach real people.
  const trimmed = (baseUrl ?? RESEND).trim().replace(/\/+$/, "");
  if (!URL.canParse(trimmed) || !/^https?:$/.test(new URL(trimmed).protocol)) {
    throw new LetterpressError(
      "config/environment",
      `Expected RESEND_BASE_URL to be an address such as https://api.resend.com, got ${JSON.stringify(baseUrl)}.`,
    );
  }
  // A control character would make every call throw when its headers are built.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new LetterpressError(
      "config/environment",
      "Expected RESEND_API_KEY to be printable ASCII without spaces.",
    );
  }
  // Without a User-Agent Cloudflare answers 403 before Resend sees the request.
  return new Resend(apiKey, { baseUrl: trimmed, userAgent: "letterpress" });
}
