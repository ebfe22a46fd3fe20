import ipaddr from "ipaddr.js";

/**
 * The range from which IANA assigns addresses that can be reached from everywhere; the rest of IPv6 belongs to nobody,
 * or to one network.
 */
const GLOBAL_V6 = ipaddr.parseCIDR("2000::/3");

/**
 * True for an IP address that everybody can reach. False for this machine, private networks, link-local and carriers' own addresses,
 * multicast, documentation and reserved addresses, and for IPv6 that wraps an IPv4 address (mapped, NAT64, 6to4, Teredo), because a
 * wrapped private address is private. False for text that is no IP address. Source: IANA's special-purpose registries (RFC 6890), by
 * `ipaddr.js`.
 */
export function isPublicIp(text: string): boolean {
  const bare = text.replace(/^\[|\]$/g, "");
  if (!ipaddr.isValid(bare)) return false;
  const address = ipaddr.parse(bare);
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || address.match(GLOBAL_V6);
}
