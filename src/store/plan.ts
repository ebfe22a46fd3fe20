import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

/** Recipients in one call: Resend's limit. */
export const BATCH_SIZE = 100;

export interface PlanRequest {
  readonly sendId: number;
  readonly issueId: number | null;
  readonly list: string;
  /** A condition over `subscribers s`, or null for the whole list. */
  readonly segment: RawBuilder<boolean> | null;
  /** Attributes the email reads, sorted. */
  readonly attributes: readonly string[];
  readonly dueAt: number;
  readonly now: number;
}

export interface PlanCounts {
  readonly candidates: number;
  readonly excluded: number;
  readonly recipients: number;
}

/**
 * Freeze the audience of a send into deliveries and numbered batches, in the caller's transaction and inside the
 * database: memory does not grow with subscribers. Whoever subscribes later is not in it.
 */
export async function planAudience(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  plan: PlanRequest,
): Promise<PlanCounts> {
  await sql`insert into exclusions (send_id, subscriber_id, reason)
    select ${plan.sendId}, id, reason from (${candidates(plan)}) c where reason is not null`.execute(db);
  const counts = await countAudience(db, plan);
  await insertBatches(db, plan, Math.ceil(counts.recipients / BATCH_SIZE));
  await sql`insert into deliveries (send_id, subscriber_id, subscriber_public_id, issue_id, address, address_key, batch_id,
      position, wave, deliver_at, slot_values, outcome, arrival)
    select ${plan.sendId}, r.id, r.public_id, cast(${plan.issueId} as bigint), r.address, r.address_key, b.id,
      (r.place - 1) % ${sql.lit(BATCH_SIZE)}, 0, ${plan.dueAt}, ${frozenValues(dialect, plan.attributes)}, 'planned', 0
    from (select c.*, row_number() over (order by c.id) as place from (${candidates(plan)}) c
      where not exists (select 1 from exclusions e where e.send_id = ${plan.sendId} and e.subscriber_id = c.id)) r
    join batches b on b.send_id = ${plan.sendId} and b.n = (r.place - 1) / ${sql.lit(BATCH_SIZE)} + 1`.execute(
    db,
  );
  return counts;
}

/** What planning would give, without writing anything: for `letterpress plan`. Reasons with their counts. */
export async function previewAudience(
  db: Kysely<Database>,
  plan: PlanRequest,
): Promise<{ candidates: number; recipients: number; exclusions: Record<string, number> }> {
  const { rows } = await sql<{ reason: string | null; n: number }>`select reason, count(*) as n
    from (${candidates(plan)}) c group by reason`.execute(db);
  const counts = rows.map(({ reason, n }) => ({ reason, n: Number(n) }));
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  const exclusions = Object.fromEntries(
    counts.flatMap(({ reason, n }) => (reason === null ? [] : [[reason, n]])),
  );
  return { candidates: total, recipients: counts.find(({ reason }) => reason === null)?.n ?? 0, exclusions };
}

/** Every active member of the list in the segment, with the reason that keeps them out, null for a recipient. */
function candidates(plan: PlanRequest): RawBuilder<unknown> {
  return sql`select s.id, s.public_id, s.address, s.address_key, s.attributes,
      case
        when exists (select 1 from suppressions x where x.address_key = s.address_key) then 'suppressed'
        when exists (select 1 from deliveries d where d.issue_id = cast(${plan.issueId} as bigint)
          and d.address_key = s.address_key and d.outcome not in ('withdrawn', 'refused')) then 'received'
        when s.paused_until > ${plan.now} then 'paused'
      end as reason
    from list_members m join subscribers s on s.id = m.subscriber_id
    where m.list = ${plan.list} and m.state = 'active' and ${plan.segment ?? sql`1 = 1`}`;
}

async function countAudience(db: Kysely<Database>, plan: PlanRequest): Promise<PlanCounts> {
  const { rows } = await sql<{ candidates: number; excluded: number }>`select
      (select count(*) from list_members m join subscribers s on s.id = m.subscriber_id
        where m.list = ${plan.list} and m.state = 'active' and ${plan.segment ?? sql`1 = 1`}) as candidates,
      (select count(*) from exclusions where send_id = ${plan.sendId}) as excluded`.execute(db);
  const total = Number(rows[0]?.candidates ?? 0);
  const excluded = Number(rows[0]?.excluded ?? 0);
  return { candidates: total, excluded, recipients: total - excluded };
}

async function insertBatches(db: Kysely<Database>, plan: PlanRequest, count: number): Promise<void> {
  if (count === 0) return;
  await sql`insert into batches (send_id, n, state, wave, not_before)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})
    select ${plan.sendId}, n, 'pending', 0, ${plan.dueAt} from numbers`.execute(db);
}

/** JSON object of the attributes an email reads, as text: a later change of the subscriber must not change a repeat's bytes. */
function frozenValues(dialect: Ledger["dialect"], attributes: readonly string[]): RawBuilder<string> {
  if (attributes.length === 0) return sql`'{}'`;
  const pairs = attributes.map((name) =>
    dialect === "sqlite"
      ? sql`${sql.lit(name)}, json(coalesce(r.attributes -> ${sql.lit(`$."${name}"`)}, 'null'))`
      : sql`${sql.lit(name)}, cast(r.attributes as jsonb) -> ${sql.lit(name)}`,
  );
  return dialect === "sqlite"
    ? sql`json_object(${sql.join(pairs)})`
    : sql`cast(json_build_object(${sql.join(pairs)}) as text)`;
}

/** Tell the planner how large the tables have become: with stale statistics it picks the wrong index and a claim takes 100 times as long. */
export async function refreshStatistics(ledger: Ledger): Promise<void> {
  if (ledger.dialect === "sqlite") await sql`pragma analysis_limit = 1000`.execute(ledger.db);
  for (const table of ["deliveries", "batches"]) await sql`analyze ${sql.ref(table)}`.execute(ledger.db);
}
