import { canonicalAddress } from "./canonical-address.ts";

/**
 * The mailbox that an address probably reaches: without `+tag`, at Gmail without dots, at Yahoo without `-tag`. Used for
 * limits only: two people may share a result, so nobody is ever found, merged or mailed by it.
 */
export function likelyMailbox(address: string): string {
  const canonical = canonicalAddress(address);
  const at = canonical.lastIndexOf("@");
  const given = canonical.slice(at + 1);
  const domain = given === "googlemail.com" ? "gmail.com" : given;
  let local = canonical.slice(0, at).replace(/(?<=.)\+.*$/, "");
  if (domain === "gmail.com") local = local.replaceAll(".", "");
  if (/^(?:yahoo|ymail|rocketmail)\./.test(domain)) local = local.replace(/(?<=.)-[^-]*$/, "");
  return `${local}@${domain}`;
}
