import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import type { Sites } from "./sites.ts";
import { Unreached, unreached } from "./unreached.ts";

export interface Question {
  readonly method: "HEAD" | "GET";
  /** The header `accept`. */
  readonly accept: string;
  readonly signal: AbortSignal;
}

/**
 * Makes one request, which follows no redirect and carries neither cookie nor password. The host's addresses are looked up once, and each
 * is judged. The socket is given exactly these: DNS that answers otherwise a moment later changes nothing. Rejects with `Unreached`.
 */
export async function askOnce(
  url: URL,
  { method, accept, signal }: Question,
  { sites, userAgent }: { readonly sites: Sites; readonly userAgent: string },
): Promise<IncomingMessage> {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Unreached("refused", `${url.protocol} is not asked`);
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  try {
    const addresses = await addressesOf(host, sites, signal);
    if (addresses.length === 0) throw new Unreached("nowhere", `there is no host ${host}`);
    // One wrong address of several is enough to refuse: it is chance which of them a socket takes.
    const wrong = addresses.find((address) => !sites.mayReach(address, port));
    if (wrong !== undefined)
      throw new Unreached("refused", `${placeOf(wrong, host)} with port ${port} is not on the public web`);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = isSecure ? requestHttps : requestHttp;
    request(
      {
        protocol: url.protocol,
        hostname: host,
        port,
        path: `${url.pathname}${url.search}`,
        method,
        // A connection of its own: one that was kept open might have been opened by other rules.
        agent: false,
        lookup: only(addresses),
        signal,
        headers: { accept, "accept-encoding": "identity", "user-agent": userAgent },
      },
      resolve,
    )
      .on("error", reject)
      .end();
    return await promise;
  } catch (error) {
    throw unreached(error);
  }
}

/** Returns an IP address as it is, and looks up a name in DNS. A lookup takes no signal, so it races against the abort. */
async function addressesOf(host: string, sites: Sites, signal: AbortSignal): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Unreached("silent", "DNS took too long"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([sites.addresses(host), promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** A lookup that knows these addresses and no others. */
function only(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = all;
  return (_host, { all: wantsAll }, done) => {
    if (wantsAll === true) done(null, all);
    else done(null, first?.address ?? "", first?.family ?? 0);
  };
}

function placeOf(address: string, host: string): string {
  return address === host ? address : `${address} (the address of ${host})`;
}
