import { createHash } from "node:crypto";
import type { Resend } from "resend";

/** Tells one API key from another without giving it away: 16 hexadecimal digits of its SHA-256. */
export function fingerprintOf({ key }: Resend): string {
  return createHash("sha256")
    .update(key ?? "")
    .digest("hex")
    .slice(0, 16);
}
