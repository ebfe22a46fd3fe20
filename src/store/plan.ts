import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Wave } from "#src/model/send-settings.ts";
import { BATCH_SIZE, type Group, type Run, type SendPace, spreadBatches } from "#src/model/spread-batches.ts";
import { type WallClock, nearestInstant } from "#src/model/wall-clock.ts";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

export interface PlanRequest {
  readonly sendId: number;
  readonly issueId: number | null;
  readonly list: string;
  /** A condition over `subscribers s`, or null for the whole list. */
  readonly segment: RawBuilder<boolean> | null;
  /** Attributes the email reads, sorted. */
  readonly attributes: readonly string[];
  readonly dueAt: number;
  readonly local: WallClock | null;
  readonly wave: Wave | null;
  /** How fast that many recipients may be mailed. What it throws undoes the plan. */
  readonly paceOf: (recipients: number) => SendPace;
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
): Promise<{ readonly counts: PlanCounts; readonly runs: readonly Run[] }> {
  await sql`insert into exclusions (send_id, subscriber_id, reason)
    select ${plan.sendId}, id, reason from (${candidates(plan)}) c where reason is not null`.execute(db);
  const counts = await countAudience(db, plan);
  const pace = plan.paceOf(counts.recipients);
  const waved = plan.wave !== null && counts.recipients > plan.wave.above ? plan.wave : null;
  const instants = await readerInstants(db, plan);
  const chosen = sql`select c.*, ${waveOf(plan, waved)} as wave, ${deliverAtOf(plan, instants)} as deliver_at
    from (${candidates(plan)}) c where not exists
      (select 1 from exclusions e where e.send_id = ${plan.sendId} and e.subscriber_id = c.id)`;
  const groups = await groupsOf(db, chosen);
  const runs = spreadBatches(groups, pace);
  for (const run of runs) await insertBatches(db, plan, run);
  await sql`insert into deliveries (send_id, subscriber_id, subscriber_public_id, issue_id, address, address_key, batch_id,
      position, wave, deliver_at, slot_values, outcome, arrival)
    select ${plan.sendId}, r.id, r.public_id, cast(${plan.issueId} as bigint), r.address, r.address_key, b.id,
      (r.place - 1) % ${sql.lit(BATCH_SIZE)}, r.wave, r.deliver_at, ${frozenValues(dialect, plan.attributes)},
      case when r.wave = 0 then 'planned' else 'held' end, 0
    from (select c.*, row_number() over (partition by wave, deliver_at order by id) as place from (${chosen}) c) r
    join (${groupRows(groups)}) g on g.wave = r.wave and g.deliver_at = r.deliver_at
    join batches b on b.send_id = ${plan.sendId} and b.n = g.base + (r.place - 1) / ${sql.lit(BATCH_SIZE)} + 1`.execute(
    db,
  );
  return { counts, runs };
}

/** The instant of each time zone among the candidates, for a send in the reader's own morning; null where all get it at once. */
async function readerInstants(
  db: Kysely<Database>,
  plan: PlanRequest,
): Promise<ReadonlyMap<string, number> | null> {
  const { local } = plan;
  if (local === null) return null;
  const { rows } = await sql<{ timezone: string }>`select distinct c.timezone from (${candidates(plan)}) c
    where c.timezone is not null`.execute(db);
  return new Map(
    rows.map(({ timezone }) => [timezone, nearestInstant({ local: local.local, zone: timezone })]),
  );
}

function deliverAtOf(plan: PlanRequest, instants: ReadonlyMap<string, number> | null): RawBuilder<number> {
  if (plan.local === null || instants === null) return sql`cast(${plan.dueAt} as bigint)`;
  const fallback = nearestInstant(plan.local);
  if (instants.size === 0) return sql`cast(${fallback} as bigint)`;
  const cases = [...instants].map(([zone, at]) => sql`when ${zone} then cast(${at} as bigint)`);
  return sql`case c.timezone ${sql.join(cases, sql` `)} else cast(${fallback} as bigint) end`;
}

/**
 * 0 for the first wave. Chosen by two characters of the address key (an HMAC, so as good as a draw), at a place that
 * differs from send to send, so that the same readers are not first every time.
 */
function waveOf(plan: PlanRequest, wave: Wave | null): RawBuilder<number> {
  if (wave === null) return sql`0`;
  const place = 1 + (plan.sendId % 40);
  const pairs = BASE64URL.flatMap((a) => BASE64URL.map((b) => a + b)).slice(0, Math.round(wave.share * 4096));
  const drawn =
    pairs.length === 0
      ? sql`1 = 0`
      : sql`substr(c.address_key, ${sql.lit(place)}, 2) in (${sql.join(pairs.map((pair) => sql.lit(pair)))})`;
  const editor = wave.editors.length === 0 ? sql`1 = 0` : sql`c.address_key in (${sql.join(wave.editors)})`;
  return sql`case when ${drawn} or ${editor} then 0 else 1 end`;
}

const BASE64URL = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

async function groupsOf(db: Kysely<Database>, chosen: RawBuilder<unknown>): Promise<Group[]> {
  const { rows } = await sql<{
    wave: number;
    deliver_at: number;
    n: number;
  }>`select wave, deliver_at, count(*) as n
    from (${chosen}) c group by wave, deliver_at order by wave, deliver_at`.execute(db);
  let base = 0;
  return rows.map(({ wave, deliver_at: deliverAt, n }) => {
    const group = { wave: Number(wave), deliverAt: Number(deliverAt), count: Number(n), base };
    base += Math.ceil(group.count / BATCH_SIZE);
    return group;
  });
}

function groupRows(groups: readonly Group[]): RawBuilder<unknown> {
  const rows = groups.map(
    ({ wave, deliverAt, base }) =>
      sql`select ${sql.lit(wave)} as wave, cast(${sql.lit(deliverAt)} as bigint) as deliver_at, ${sql.lit(base)} as base`,
  );
  return rows.length === 0
    ? sql`select 0 as wave, 0 as deliver_at, 0 as base where 1 = 0`
    : sql.join(rows, sql` union all `);
}

/** The segment of those whom Resend refused in any send of an issue; who got it since is excluded as `received`. */
export function refusedReaders(issueId: number | null): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from deliveries f where f.issue_id = cast(${issueId} as bigint)
    and f.address_key = s.address_key and f.outcome = 'refused')`;
}

/** Whom a plan would choose; recipients by their time zone, null for those who named none. */
export interface AudiencePreview {
  readonly candidates: number;
  readonly recipients: number;
  readonly exclusions: Readonly<Record<string, number>>;
  readonly zones: ReadonlyMap<string | null, number>;
}

export type PreviewRequest = Pick<PlanRequest, "issueId" | "list" | "segment" | "now">;

/** What planning would give, without writing anything: for `letterpress plan`. Reasons with their counts. */
export async function previewAudience(db: Kysely<Database>, plan: PreviewRequest): Promise<AudiencePreview> {
  const { rows } = await sql<{ reason: string | null; timezone: string | null; n: number }>`
    select reason, timezone, count(*) as n from (${candidates(plan)}) c group by reason, timezone`.execute(
    db,
  );
  const exclusions: Record<string, number> = {};
  const zones = new Map<string | null, number>();
  let recipients = 0;
  for (const { reason, timezone, n } of rows) {
    if (reason !== null) exclusions[reason] = (exclusions[reason] ?? 0) + Number(n);
    else {
      zones.set(timezone, Number(n));
      recipients += Number(n);
    }
  }
  const excluded = Object.values(exclusions).reduce((sum, n) => sum + n, 0);
  return { candidates: recipients + excluded, recipients, exclusions, zones };
}

/** Every active member of the list in the segment, with the reason that keeps them out, null for a recipient. */
function candidates(plan: PreviewRequest): RawBuilder<unknown> {
  return sql`select s.id, s.public_id, s.address, s.address_key, s.timezone, s.attributes,
      case
        when exists (select 1 from suppressions x where x.address_key = s.address_key) then 'suppressed'
        when exists (select 1 from deliveries d where d.issue_id = cast(${plan.issueId} as bigint)
          and d.address_key = s.address_key and d.freed = 0) then 'received'
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

async function insertBatches(
  db: Kysely<Database>,
  plan: PlanRequest,
  { wave, n, batches, at, gap }: Run,
): Promise<void> {
  await sql`insert into batches (send_id, n, state, wave, not_before)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${batches})
    select ${plan.sendId}, cast(${n - 1} as integer) + n, 'pending', cast(${wave} as integer),
      cast(${at} as bigint) + (n - 1) * cast(${gap} as bigint)
    from numbers`.execute(db);
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
