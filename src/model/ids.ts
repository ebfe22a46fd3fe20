import { createHmac, randomBytes } from "node:crypto";

/** A public id: 16 random bytes, base64url (22 characters). */
export function newId(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * How an address is compared: local part lower-case, domain lower-case as A-label. No provider's tricks (dots, tags):
 * two people may really be `a.b@` and `ab@`. The caller has validated it.
 */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).normalize("NFC");
  const host = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain.toLowerCase();
  return `${address.slice(0, at).normalize("NFC").toLowerCase()}@${host}`;
}

/** HMAC-SHA-256 (base64url) of the canonical address: what suppressions keep, so that an erased address cannot be guessed back. */
export function addressKey(address: string, suppressionKey: string): string {
  return createHmac("sha256", suppressionKey).update(canonicalAddress(address)).digest("base64url");
}
