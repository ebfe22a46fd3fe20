import { isPublicIp } from "#src/model/address/public-ip.ts";

/**
 * Names that lead to this machine or network, or nowhere, by decision: RFC 6761 (`localhost`, `test`, `invalid`), RFC 6762 (`local`),
 * RFC 7686 (`onion`), RFC 8375 (`home.arpa`), RFC 9476 (`alt`), and `internal`, which ICANN keeps for private use. Not `example`:
 * nothing answers there either, but it is what people write in a text about addresses.
 */
const RESERVED = /(?:^|\.)(?:localhost|test|invalid|local|onion|home\.arpa|alt|internal)$/;

/** True for the host of a URL, as `URL` normalises it, that no reader can reach. Whole labels count: `fda.gov` is no IPv6 address. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  const isAddress = host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isAddress ? !isPublicIp(host) : RESERVED.test(host);
}
