import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * What an import does with a row. `new`: a membership that did not exist. `updated`: one that moved forward, or other
 * values. `unsubscribed`: on the list here, opted out in the file. `preserved`: opted out here but not in the file, and
 * stays so. `suppressed`: an address that must not be mailed, left alone. `outdated`: the reader left in the file, but on a
 * day before they confirmed here, and so stays. An address that a reader has changed for another is preserved, too.
 */
export const IMPORT_CLASSES = [
  "new",
  "updated",
  "unchanged",
  "preserved",
  "unsubscribed",
  "suppressed",
  "outdated",
] as const;
export type ImportClass = (typeof IMPORT_CLASSES)[number];

/** The state that a person is in once the import is done. */
export const IMPORT_RESULTS = ["active", "pending", "unsubscribed", "suppressed"] as const;
export type ImportResult = (typeof IMPORT_RESULTS)[number];

/**
 * Joins `import_rows` (one per person and list, sorted by address key) with what the ledger knows of each row. Adds the
 * row's class, the state that its membership takes (null if it keeps its state) and the state that its person is in
 * afterwards. In the order of `import_step`'s columns.
 */
export function classified(dialect: Ledger["dialect"]): RawBuilder<unknown> {
  return sql`select line, address_key, list, public_id, address, rank, suppress, timezone, attributes, at, note, left_at,
      case when decides_pauses = 1 then null else paused_until end as paused_until, subscriber_id, have, case when known = 'suppressed' then 0 else changed end, becomes,
      case
        when known = 'erased' then 'suppressed'
        when known = 'suppressed' and (rank < 2 or subscriber_id is null) then 'suppressed'
        when outdated = 1 then 'outdated'
        when rank < 2 and (have = 'unsubscribed' or (have is null and (opted_out = 1 or moved = 1))) then 'preserved'
        when have is null then 'new'
        when have <> 'unsubscribed' and rank >= 2 then 'unsubscribed'
        when becomes is not null or changed = 1 then 'updated'
        else 'unchanged'
      end,
      case when known is not null or (suppress is not null and outdated = 0) then 'suppressed'
        when moved = 1 and rank < 2 then 'unsubscribed'
        else coalesce(becomes, have) end
    from (select *,
      case
        when known = 'erased' or outdated = 1 then null
        when known = 'suppressed' and (rank < 2 or subscriber_id is null) then null
        when rank >= 2 then case when have = 'unsubscribed' then null else 'unsubscribed' end
        when moved = 1 then null
        when have is null and opted_out = 1 then 'unsubscribed'
        when have is null then case rank when 0 then 'active' else 'pending' end
        when have = 'pending' and rank = 0 then 'active'
      end as becomes
    from (select r.*, s.id as subscriber_id, m.state as have,
      case when x.reason = 'erased' then 'erased' when x.reason is not null then 'suppressed' end as known,
      case when s.id is null then 0
        when r.timezone is not null and r.timezone <> coalesce(s.timezone, '') then 1
        when r.attributes <> '{}' and ${attributesDiffer(dialect)} then 1
        when r.paused_until <> coalesce(s.paused_until, 0) and not ${DECIDES_PAUSES} then 1 else 0 end as changed,
      case when ${DECIDES_PAUSES} then 1 else 0 end as decides_pauses,
      case when r.rank >= 2 and r.left_at is not null and m.state = 'active' and x.reason is null
        and exists (select 1 from consents c where c.subscriber_id = s.id and c.list = r.list
          and c.act in ('confirmed', 'resubscribed') and c.at > r.left_at)
        then 1 else 0 end as outdated,
      case when s.id is not null and m.state is null
        and exists (select 1 from list_members o where o.subscriber_id = s.id)
        and not exists (select 1 from list_members o where o.subscriber_id = s.id and o.state <> 'unsubscribed')
        then 1 else 0 end as opted_out,
      -- Its reader gets their copies elsewhere now: an older file must not send them twice.
      case when s.id is null and exists (select 1 from former_addresses f where f.address_key = r.address_key)
        then 1 else 0 end as moved
    from import_rows r
    left join subscribers s on s.address_key = r.address_key
    left join list_members m on m.list = r.list and m.subscriber_id = s.id
    left join suppressions x on x.address_key = r.address_key
) known_rows) decided_rows`;
}

/**
 * True for a reader who has begun or ended a pause here: the file may be older, and would bring back a pause that its
 * reader has ended. Only a row with a pause is looked up.
 */
const DECIDES_PAUSES = sql<boolean>`(r.paused_until is not null and exists (select 1 from consents c
  where c.subscriber_id = s.id and c.act = 'preferences' and c.evidence like '%paused_until%'))`;

function attributesDiffer(dialect: Ledger["dialect"]): RawBuilder<boolean> {
  return dialect === "sqlite"
    ? sql`json_patch(s.attributes, r.attributes) <> s.attributes`
    : sql`not (cast(s.attributes as jsonb) @> cast(r.attributes as jsonb))`;
}
