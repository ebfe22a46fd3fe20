/**
 * How an address is compared: local part lower-case, domain lower-case as A-label. No provider's tricks (dots, tags):
 * two people may really be `a.b@` and `ab@`. The caller has validated it.
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

/** A domain outside ASCII as A-label. The parser would answer the same for a plain domain; an import asks a million times. */
export function asciiHost(typed: string): string {
  if (PLAIN_DOMAIN.test(typed)) return typed;
  const domain = typed.normalize("NFC");
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}

/** ASCII, no A-label, a top level in letters: nothing for a URL parser to change but the case. */
const PLAIN_DOMAIN = /^(?!.*xn--)[a-z0-9.-]+\.[a-z]{2,}$/i;
