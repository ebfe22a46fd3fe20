import { type RawBuilder, sql } from "kysely";

/** The segment of those whom Resend refused in any send of an issue; who got it since is excluded as `received`. */
export function refusedReaders(issueId: number | null): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from deliveries f where f.issue_id = cast(${issueId} as bigint)
    and f.address_key = s.address_key and f.outcome = 'refused')`;
}
