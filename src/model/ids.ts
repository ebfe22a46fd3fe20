import { createHmac, createSecretKey, randomBytes } from "node:crypto";

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
  const host = asciiHost(address.slice(at + 1)).toLowerCase();
  return `${address.slice(0, at).normalize("NFC").toLowerCase()}@${host}`;
}

/** An address as mail is sent to it: the local part as typed, a domain outside ASCII as A-label. */
export function mailableAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${asciiHost(address.slice(at + 1))}`;
}

/** The parser would answer the same for a plain domain; an import asks a million times. */
function asciiHost(typed: string): string {
  if (PLAIN_DOMAIN.test(typed)) return typed;
  const domain = typed.normalize("NFC");
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}

/** ASCII, no A-label, a top level in letters: nothing for a URL parser to change but the case. */
const PLAIN_DOMAIN = /^(?!.*xn--)[a-z0-9.-]+\.[a-z]{2,}$/i;

/** The ledger in the tag `<database>_<batch>_<revision>`; null for any other text. A database's id may hold underscores. */
export function taggedDatabase(batch: string | null): string | null {
  return /^(.+)_\d+_\d+$/.exec(batch ?? "")?.[1] ?? null;
}

/** The delivery that a message's tags name; null where they are another ledger's, or none. */
export function taggedDelivery(
  database: string,
  { batch, delivery }: { readonly batch: string | null; readonly delivery: string | null },
): number | null {
  return taggedDatabase(batch) === database && /^\d{1,15}$/.test(delivery ?? "") ? Number(delivery) : null;
}

/**
 * HMAC-SHA-256 (base64url) of the mailbox that an address probably reaches: without `+tag`, at Gmail without dots, at
 * Yahoo without `-tag`. For limits only. Two people may share one, so nobody is ever found, merged or mailed by it.
 */
export function abuseKey(address: string, suppressionKey: string): string {
  const canonical = canonicalAddress(address);
  const at = canonical.lastIndexOf("@");
  const given = canonical.slice(at + 1);
  const domain = given === "googlemail.com" ? "gmail.com" : given;
  let local = canonical.slice(0, at).replace(/(?<=.)\+.*$/, "");
  if (domain === "gmail.com") local = local.replaceAll(".", "");
  if (/^(?:yahoo|ymail|rocketmail)\./.test(domain)) local = local.replace(/(?<=.)-[^-]*$/, "");
  return createHmac("sha256", suppressionKey).update(`mailbox\n${local}@${domain}`).digest("base64url");
}

/** HMAC-SHA-256 (base64url) of the canonical address: what suppressions keep, so that an erased address cannot be guessed back. */
export function addressKey(address: string, suppressionKey: string): string {
  return createAddressKeys(suppressionKey)(address);
}

/** `addressKey` for many addresses under one key, which is made ready once. */
export function createAddressKeys(suppressionKey: string): (address: string) => string {
  const key = createSecretKey(suppressionKey, "utf8");
  return (address) => createHmac("sha256", key).update(canonicalAddress(address)).digest("base64url");
}
