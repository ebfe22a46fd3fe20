import { type RawBuilder, sql } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import { arrivalRank } from "#src/model/states.ts";
import { UNFINISHED } from "#src/store/sends/planner.ts";

/** The readers an issue is for. */
export interface AudienceRequest {
  readonly issueId: number | null;
  readonly list: string;
  /** A condition over `subscribers s`, or null for the whole list. */
  readonly segment: RawBuilder<boolean> | null;
  /** Readers whose pause or rest ends later than this are left out, ms UTC. */
  readonly now: number;
  /** A part of the list, as a condition over `list_members m` and `subscribers s`; the whole list unless given. */
  readonly page?: RawBuilder<boolean>;
}

/** A message that a canceled send still has in flight is as doubtful as an uncertain one: nobody knows yet whether Resend accepted it. */
const inDoubt = sql<boolean>`(d.outcome = 'uncertain' or (d.outcome = 'planned' and x.state = 'canceled'))`;

/**
 * Whether the issue went to the subscriber's address, or to the subscriber at another address. Two lookups, each by its own
 * index: a single condition with `or` makes PostgreSQL read the whole table.
 */
export function isReceived(
  issueId: number | null,
  found: (mine: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<boolean> {
  const ofIssue = sql`d.issue_id = cast(${issueId} as bigint) and d.not_received = 0`;
  return sql<boolean>`(exists (${found(sql`${ofIssue} and d.address_key = s.address_key`)})
    or exists (${found(sql`${ofIssue} and d.subscriber_id = s.id`)}))`;
}

/** Leaves out the rows of a plan that is still being written. */
const counts = sql<boolean>`d.send_id not in (${UNFINISHED})`;

/** A try without any news counts as over after this time: servers give up within days, and a lost event must not keep the reader out. */
const TRY_MS = 5 * DAY_MS;

/** Whether a reader whose rest is over was sent an issue since then, and nobody knows yet what became of it. */
export function isTried(now: number): RawBuilder<boolean> {
  return sql<boolean>`(s.rests_until is not null and exists (select 1 from deliveries t join batches b on b.id = t.batch_id
    where t.subscriber_id = s.id and t.issue_id is not null and t.not_received = 0
      and t.arrival < ${sql.lit(arrivalRank("delivered"))}
      and b.first_post_at >= s.rests_until and b.first_post_at > ${now - TRY_MS}))`;
}

/** Selects every active member of the list in the segment, with the reason that keeps them out; null for a recipient. */
export function candidates(audience: AudienceRequest): RawBuilder<unknown> {
  return sql`select s.id, s.public_id, s.address, s.address_key, s.timezone, s.attributes,
      case
        when exists (select 1 from suppressions x where x.address_key = s.address_key) then 'suppressed'
        when ${isReceived(audience.issueId, (mine) => sql`select 1 from deliveries d where ${mine} and ${counts}`)} then
          case when ${isReceived(
            audience.issueId,
            (mine) => sql`select 1 from deliveries d join sends x on x.id = d.send_id
              where ${mine} and ${counts} and ${inDoubt}`,
          )} then 'uncertain' else 'received' end
        when s.paused_until > ${audience.now} then 'paused'
        when s.rests_until > ${audience.now} then 'resting'
        when ${isTried(audience.now)} then 'resting'
      end as reason
    from list_members m join subscribers s on s.id = m.subscriber_id
    where m.list = ${audience.list} and m.state = 'active' and ${audience.page ?? sql`1 = 1`}
      and ${audience.segment ?? sql`1 = 1`}`;
}
