import type { AcceptedTags } from "#src/resend/read-emails.ts";

/** The delivery that tags of this ledger name; null where they are another's, or none. */
export function deliveryInTags(database: string, { batch, delivery }: AcceptedTags): number | null {
  // A database's id may hold underscores itself.
  if (/^(.+)_\d+_\d+$/.exec(batch ?? "")?.[1] !== database) return null;
  return /^\d{1,15}$/.test(delivery ?? "") ? Number(delivery) : null;
}
