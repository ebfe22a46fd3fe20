import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * The reader's address, or null where it is not known. With `hops` proxies of ours in front each has appended whom it
 * heard from to X-Forwarded-For, so the reader stands `hops` from the end; whatever stands before that was written by
 * the reader, and with no proxy all of it was.
 */
export function clientAddress(context: Context, hops: number): string | null {
  const remote = remoteAddress(context);
  if (hops === 0) return remote;
  const forwarded = (context.req.header("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const named = bare(forwarded.at(-hops) ?? "");
  return isIP(named) === 0 ? remote : named;
}

/**
 * The network an address belongs to, as limits count it: an IPv4 /24, an IPv6 /64. Whoever has one address of either
 * easily has the others.
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
  // Without a server around it, as when an app is asked directly, nobody is connected.
  if (context.env === undefined || !("incoming" in (context.env as object))) return null;
  const { address } = getConnInfo(context).remote;
  return address === undefined ? null : bare(address);
}

/** Without brackets or a port; an IPv4 address that came as IPv6 is itself again. */
function bare(address: string): string {
  const plain = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1");
  return plain.replace(/^::ffff:(?=[\d.]+$)/i, "");
}
