import { type Kysely, type RawBuilder, sql } from "kysely";
import { arrivalRank } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";
import { isReceived, isTried } from "./candidates.ts";
import { UNFINISHED } from "#src/store/sends/planner.ts";

/** `reason` of a delivery that Resend accepted but its quota stopped, and that a person has given up for a new one. */
const DROPPED = "dropped";

/** Deliveries `f` of an issue that Resend's quota stopped, given up or not. */
function dropped(issueId: number | null): RawBuilder<boolean> {
  const rank = sql.lit(arrivalRank("dropped"));
  return sql<boolean>`f.issue_id = cast(${issueId} as bigint) and (f.outcome = 'submitted' and f.arrival = ${rank}
    or f.outcome = 'refused' and f.reason = ${sql.lit(DROPPED)})`;
}

/** Selects the readers whom Resend's quota kept an issue from. A reader who has got it since is excluded as `received`. */
export function droppedReaders(issueId: number | null): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from deliveries f where f.subscriber_id = s.id and ${dropped(issueId)})`;
}

/**
 * Counts how many of them a send would reach now: still on the list, not suppressed, paused or at rest, not in a try after a
 * rest, and without another copy.
 */
export async function countDropped(
  db: Kysely<Database>,
  { issueId, list, now }: { readonly issueId: number | null; readonly list: string; readonly now: number },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n
    from list_members m join subscribers s on s.id = m.subscriber_id
    where m.list = ${list} and m.state = 'active' and ${droppedReaders(issueId)}
      and not exists (select 1 from suppressions x where x.address_key = s.address_key)
      and coalesce(s.paused_until, 0) <= ${now} and coalesce(s.rests_until, 0) <= ${now} and not ${isTried(now)}
      and not ${isReceived(
        issueId,
        (mine) => sql`select 1 from deliveries d where ${mine} and d.send_id not in (${UNFINISHED})
          and not (d.outcome = 'submitted' and d.arrival = ${sql.lit(arrivalRank("dropped"))})`,
      )}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/**
 * Gives up the deliveries of an issue that Resend's quota stopped: they go from `submitted` to `refused`, so that the index
 * that keeps an issue from an address twice (`deliveries_once`) lets new ones in. Only on a person's word, in the
 * transaction that records the new send. Returns how many it was.
 */
export async function giveUpDropped(db: Kysely<Database>, issueId: number | null): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set({ outcome: "refused", not_received: 1, reason: DROPPED })
    .where("issue_id", "=", issueId)
    // True of all that was submitted, and needed: the index of an issue's deliveries holds no other rows.
    .where(sql<boolean>`not_received = 0`)
    .where("outcome", "=", "submitted")
    .where("arrival", "=", arrivalRank("dropped"))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
