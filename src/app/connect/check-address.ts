import { isIP } from "node:net";
import { isPublicIp } from "#src/model/address/public-ip.ts";
import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { messageOf } from "#src/model/errors.ts";
import type { Connection } from "./connection.ts";
import type { Seen } from "./network.ts";

const PRIVATE_NAMES = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|test|invalid)$/i;

/** Checks whether readers reach the address that is in every mail: that of `serve` with a ledger, that of the site without one. */
export async function checkAddress({ config, newsletter, network }: Connection): Promise<Check> {
  const { url, audience } = newsletter;
  const served =
    audience === "ledger" ? "where `letterpress serve` answers" : "of the site with its pictures";
  const next = `Set PUBLIC_URL, or url in newsletter.config.ts, to the https address ${served}, then run \`letterpress doctor\`.`;
  if (config.destination === "sandbox") return isOk("address", `${url}, not asked: the sandbox mails nobody`);
  if (!url.startsWith("https://"))
    return isMissing("address", `${url} is not https, which images and links in a mail need`, next);
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  if (PRIVATE_NAMES.test(host) || !/[.:]/.test(host))
    return isMissing(
      "address",
      `${host} is a name inside a private network, which readers cannot reach`,
      next,
    );
  try {
    const addresses = isIP(host) > 0 ? [host] : await network.addresses(host);
    if (addresses.length === 0) return isMissing("address", `${host} has no address in DNS`, next);
    const inner = addresses.find((one) => !isPublicIp(one));
    if (inner !== undefined)
      return isMissing(
        "address",
        `${host} is at ${inner}, which is not a public address: readers cannot reach it`,
        next,
      );
  } catch (error) {
    return isUnknown("address", `DNS does not say where ${host} is: ${messageOf(error)}`, AGAIN);
  }
  const asked = audience === "ledger" ? `${url}/webhooks/resend` : `${url}/`;
  try {
    const seen = await network.get(asked);
    return audience === "ledger" ? checkServe(asked, seen, next) : checkSite(asked, seen, next);
  } catch (error) {
    return isMissing(
      "address",
      `${url} does not answer from this machine: ${causeOf(error)}`,
      audience === "ledger"
        ? "Start `letterpress serve` behind your proxy, then run `letterpress doctor`."
        : "Deploy the site, then run `letterpress doctor`.",
    );
  }
}

/**
 * The reason why `fetch` failed, which its own message does not tell. If the host has two addresses, even
 * the cause has no message, only a code.
 */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return (cause instanceof Error ? cause.message : "") || code || messageOf(error);
}

const AGAIN = "Run `letterpress doctor` again.";

/** Resend POSTs its events to this address. `serve` refuses a GET with 405 and `allow: POST`; nothing else refuses it in this way. */
function checkServe(asked: string, seen: Seen, next: string): Check {
  const { status, allow, location } = seen;
  if (status === 405 && allow === "POST") return isOk("address", `${asked} is answered by \`serve\``);
  if (location !== null && status >= 300 && status < 400)
    return isMissing(
      "address",
      `${asked} redirects to ${location}, but Resend does not follow redirects when it sends events`,
      next,
    );
  if (status >= 500)
    return isMissing(
      "address",
      `${asked} answers with status ${status}: \`serve\` does not run behind it`,
      "Start `letterpress serve` behind your proxy, then run `letterpress doctor`.",
    );
  return isMissing("address", `${asked} answers with status ${status}, which is not \`serve\``, next);
}

function checkSite(asked: string, { status }: Seen, next: string): Check {
  if (status < 400) return isOk("address", `${asked} answers`);
  if (status === 429) return isUnknown("address", `${asked} answers with status 429`, AGAIN);
  return isMissing("address", `${asked} answers with status ${status}`, next);
}
