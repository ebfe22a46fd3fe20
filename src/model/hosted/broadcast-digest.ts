import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { BroadcastFields } from "./broadcast.ts";

/**
 * The first 12 hexadecimal digits of SHA-256 over every field that is posted: two broadcasts with one digest are the
 * same mail to the same readers. What Resend gives back is digested in the same way, so an edit in its dashboard is
 * noticed.
 */
export function broadcastDigest(fields: BroadcastFields): string {
  const { segment, topic, from, replyTo, subject, html, text } = fields;
  const json = canonicalize({ segment, topic, from, reply_to: replyTo, subject, html, text }) ?? "";
  return createHash("sha256").update(json).digest("hex").slice(0, 12);
}
