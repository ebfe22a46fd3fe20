import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { canonicalAddress } from "./address/canonical-address.ts";
import { likelyMailbox } from "./address/likely-mailbox.ts";

/** A public id: 16 random bytes, base64url (22 characters). */
export function newId(): string {
  return randomBytes(16).toString("base64url");
}

/** The ledger in the tag `<database>_<batch>_<revision>`; null for any other text. A database's id may hold underscores. */
export function taggedDatabase(batch: string | null): string | null {
  return /^(.+)_\d+_\d+$/.exec(batch ?? "")?.[1] ?? null;
}

/** The delivery that a message's tags name; null if they belong to another ledger or name none. */
export function taggedDelivery(
  database: string,
  { batch, delivery }: { readonly batch: string | null; readonly delivery: string | null },
): number | null {
  return taggedDatabase(batch) === database && /^\d{1,15}$/.test(delivery ?? "") ? Number(delivery) : null;
}

/** HMAC-SHA-256 (base64url) of the mailbox that an address probably reaches. For limits only, as `likelyMailbox` says. */
export function abuseKey(address: string, suppressionKey: string): string {
  return createHmac("sha256", suppressionKey)
    .update(`mailbox\n${likelyMailbox(address)}`)
    .digest("base64url");
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
