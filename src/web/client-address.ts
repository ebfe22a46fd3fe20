import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * The reader's IP address, or null if unknown. Each of the `hops` proxies of ours appended its peer to X-Forwarded-For,
 * so the reader is `hops` entries from the end. The reader wrote everything before that, and without a proxy all of it.
 */
export function clientAddress(context: Context, hops: number): string | null {
  const remote = remoteAddress(context);
  if (hops === 0) return remote;
  const forwarded = (context.req.header("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const named = bare(forwarded.at(-hops) ?? "");
  return isIP(named) === 0 ? remote : named;
}

/**
 * The network of an address, as limits count it: an IPv4 /24 or an IPv6 /64. A sender with one address of such a network
 * can easily use the others.
 */
export function networkOf(address: string): string {
  const plain = bare(address);
  if (isIP(plain) === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(plain) !== 6) return "unknown";
  const [head = "", tail] = plain.replace(/%.*$/, "").toLowerCase().split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  const groups = [...front, ...gap, ...back].map((group) => group.replace(/^0+(?=.)/, ""));
  return `${groups.slice(0, 4).join(":")}::/64`;
}

function remoteAddress(context: Context): string | null {
  // An app called directly, without a server, has no connection.
  if (context.env === undefined || !("incoming" in (context.env as object))) return null;
  const { address } = getConnInfo(context).remote;
  return address === undefined ? null : bare(address);
}

/** Removes brackets and a port; an IPv4 address written as IPv6 becomes IPv4 again. */
function bare(address: string): string {
  const plain = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1");
  return plain.replace(/^::ffff:(?=[\d.]+$)/i, "");
}
