import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/**
 * Uncertain recipients of a send that Resend has an id for (an event with our tag brought it) were accepted.
 * A missing event proves nothing. Returns how many were settled.
 */
export async function settleAcceptedByEvents(db: Kysely<Database>, sendId: number): Promise<number> {
  const { numAffectedRows } =
    await sql`update deliveries set outcome = 'submitted', reason = 'An event proves it.'
    where send_id = ${sendId} and outcome = 'uncertain' and provider_id is not null`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
