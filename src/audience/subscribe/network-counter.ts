import { createHmac } from "node:crypto";

/** The name under which forms from a network are counted; `network` is null if it is unknown. */
export function networkCounter(network: string | null, suppressionKey: string): string {
  const hmac = createHmac("sha256", suppressionKey).update(`network\n${network ?? ""}`);
  return `network:${hmac.digest("base64url")}`;
}
