/** The domain of `Name <a@b.c>` or `a@b.c`, in small letters; empty where there is none. */
export function domainOf(mailbox: string): string {
  return /@([^@<>\s]+?)>?\s*$/.exec(mailbox)?.[1]?.toLowerCase() ?? "";
}

/** The name before the address, without its quotation marks; null where there is none. */
export function displayNameOf(mailbox: string): string | null {
  const name = /^([^<>]+)<[^<>]+>\s*$/
    .exec(mailbox)?.[1]
    ?.trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  return name === undefined || name === "" ? null : name;
}

/** RFC 2606, 6761 and 9476: names that no DNS will ever answer for. */
const RESERVED =
  /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local|internal|alt|home\.arpa)$/i;

/** True for a name that is meant for examples or for one network only: to ask DNS about it would say nothing about a newsletter. */
export function isReservedDomain(domain: string): boolean {
  return !domain.includes(".") || RESERVED.test(domain);
}

/**
 * Returns `a.b.example.org`, `b.example.org`, `example.org`, but not the top-level domain, which has no policy of the
 * newsletter's. RFC 9989 looks no further up than eight names.
 */
export function namesAbove(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).flatMap((_, at) => (at < MOST_NAMES ? [labels.slice(at).join(".")] : []));
}

const MOST_NAMES = 8;
