import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { droppedReaders } from "./dropped.ts";
import { segmentWhere } from "./segment-where.ts";

/** Returns which readers of its list a send is for, as a condition over `subscribers s`; null for the whole list. Throws `send/damaged`. */
export function partWhere(
  { dialect }: Pick<Ledger, "dialect">,
  send: SendRow,
  now: number,
): RawBuilder<boolean> | null {
  const { part } = settingsOf(send);
  switch (part.kind) {
    case "list":
      return null;
    case "segment":
      return segmentWhere(part.rule, dialect, now);
    case "refused":
      return refusedReaders(send.issue_id);
    case "dropped":
      return droppedReaders(send.issue_id);
  }
}

/**
 * Selects the readers whom Resend refused in any send of an issue. A reader who has got it since is excluded as `received`.
 * If a person called a delivery refused and an event has proved the contrary since, its reader has the issue.
 */
export function refusedReaders(issueId: number | null): RawBuilder<boolean> {
  // Looked up by the reader, who has few deliveries: no index of an issue's deliveries holds those that were not
  // received.
  return sql<boolean>`exists (select 1 from deliveries f where f.subscriber_id = s.id
    and f.issue_id = cast(${issueId} as bigint) and f.outcome = 'refused'
    and f.provider_id is null)`;
}
