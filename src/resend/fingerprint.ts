import { createHash } from "node:crypto";
import type { Resend } from "resend";

/** Distinguishes API keys without revealing them: 16 hexadecimal digits of the key's SHA-256. */
export function fingerprintOf({ key }: Resend): string {
  return createHash("sha256")
    .update(key ?? "")
    .digest("hex")
    .slice(0, 16);
}
