import { MINUTE_MS } from "#src/model/durations.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendStatus, submittedSince } from "#src/store/sends/status.ts";

/** How much of a send was accepted over the last minute. Counting begins when the send continued: a pause says nothing about the pace. */
export async function recentOf(
  { db }: Pick<Ledger, "db">,
  { send }: SendStatus,
  now: number,
): Promise<{ readonly submitted: number; readonly since: number | null }> {
  const from = Math.max(now - MINUTE_MS, send.state === "submitting" ? send.updated_at : 0);
  return submittedSince(db, send.id, from);
}
