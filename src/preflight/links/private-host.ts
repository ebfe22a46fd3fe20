/**
 * Names that lead to this machine or network, or nowhere, by decision: RFC 6761 (`localhost`, `test`, `invalid`), RFC 6762 (`local`),
 * RFC 7686 (`onion`), RFC 8375 (`home.arpa`), RFC 9476 (`alt`), and `internal`, which ICANN keeps for private use. Not `example`:
 * nothing answers there either, but it is what people write in a text about addresses.
 */
const RESERVED = /(?:^|\.)(?:localhost|test|invalid|local|onion|home\.arpa|alt|internal)$/;

/** IPv4 blocks that are not on the public Internet, with the length of their prefix (RFC 6890). */
const BLOCKS_V4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3".split(
    " ",
  );
/** The same of IPv6: unspecified and own, local, link-local, for documentation. An address that wraps an IPv4 one is judged by that. */
const BLOCKS_V6 = /^(?:::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|2001:db8:)/;

/** True for the host of a URL, as `URL` normalises it, that no reader can reach. Whole labels count: `fda.gov` is no IPv6 address. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (host.startsWith("[")) return isPrivateV6(host.slice(1, -1));
  const number = numberOf(host);
  return number === null ? RESERVED.test(host) : isPrivateV4(number);
}

function isPrivateV6(address: string): boolean {
  const [, high, low] = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return BLOCKS_V6.test(address);
  return isPrivateV4(Number.parseInt(high, 16) * 0x1_0000 + Number.parseInt(low, 16));
}

function isPrivateV4(address: number): boolean {
  return BLOCKS_V4.some((block) => {
    const [base = "", prefix] = block.split("/");
    const size = 2 ** (32 - Number(prefix));
    return Math.floor(address / size) === Math.floor((numberOf(base) ?? 0) / size);
  });
}

/** An IPv4 address as one number; null for a name. */
function numberOf(host: string): number | null {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host)
    ? host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
    : null;
}
