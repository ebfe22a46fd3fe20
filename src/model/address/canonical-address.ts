/**
 * The form in which addresses are compared: local part lower-case, domain lower-case as A-label. Rules of single
 * providers (dots, tags) are not applied: `a.b@` and `ab@` may really be two people. The caller has validated the
 * address.
 */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const host = asciiHost(address.slice(at + 1)).toLowerCase();
  return `${address.slice(0, at).normalize("NFC").toLowerCase()}@${host}`;
}

/** An address as mail is sent to it: the local part as typed, a domain outside ASCII as A-label. */
export function mailableAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${asciiHost(address.slice(at + 1))}`;
}

/**
 * A domain outside ASCII as A-label. A plain domain skips the URL parser, which would change only its case: an import asks a
 * million times.
 */
export function asciiHost(typed: string): string {
  if (PLAIN_DOMAIN.test(typed)) return typed;
  const domain = typed.normalize("NFC");
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}

/** ASCII, no A-label, a top level in letters: a URL parser would change nothing but the case. */
const PLAIN_DOMAIN = /^(?!.*xn--)[a-z0-9.-]+\.[a-z]{2,}$/i;
