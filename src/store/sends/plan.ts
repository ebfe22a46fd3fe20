import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Email } from "#src/model/email.ts";
import type { Wave } from "#src/model/send-settings.ts";
import { BATCH_SIZE, type Group, type Run, type SendPace, spreadBatches } from "#src/model/spread-batches.ts";
import { type WallClock, nearestInstant } from "#src/model/wall-clock.ts";
import { type AudienceRequest, candidates } from "#src/store/audience/candidates.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { frozenValues } from "./frozen-values.ts";
import type { PlanWriter } from "./planner.ts";

export interface PlanRequest extends AudienceRequest {
  readonly sendId: number;
  /** What the email reads of each reader is frozen. */
  readonly email: Pick<Email, "tags" | "asked">;
  readonly dueAt: number;
  readonly local: WallClock | null;
  readonly wave: Wave | null;
  /** Returns how fast this many recipients may be mailed. An error that it throws undoes the plan. */
  readonly paceOf: (recipients: number) => SendPace;
}

export interface PlanCounts {
  readonly candidates: number;
  readonly excluded: number;
  readonly recipients: number;
}

/** First characters (base64url) that cut address keys into eight parts of equal size, in the order of their bytes. */
const PART_STARTS = ["7", "F", "N", "V", "c", "k", "s"];
/** Recipients above which the index of their address keys outgrows SQLite's cache. */
const IN_PARTS_ABOVE = 50_000;

/** A group of recipients, and how many recipients come before it. */
interface PlannedGroup extends Group {
  readonly before: number;
}

/** Some of the rows of one part, counted from 1: those after `after` up to `to`. */
interface Range {
  readonly after: number;
  readonly to: number;
}

/**
 * Freezes the audience of a send into deliveries and numbered batches, inside the database: memory does not grow with
 * subscribers. A single statement looks at each reader once and fills a temporary table: who is in the audience is decided
 * at one moment, however many transactions the writer takes. A reader who subscribes later is not in it. One who leaves
 * later is withdrawn when their batch is claimed, and one who is erased before their row is written is counted nowhere.
 */
export async function planAudience(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  plan: PlanRequest,
  writer: PlanWriter,
): Promise<{ readonly counts: PlanCounts; readonly runs: readonly Run[] }> {
  await dropTemporary(db);
  const counts = await chooseAudience(db, dialect, plan);
  const pace = plan.paceOf(counts.recipients);
  await writer.each(counts.candidates, (on, after, to) => insertExclusions(on, dialect, plan, { after, to }));
  await orderRecipients(db, dialect, plan, counts);
  const groups = await groupsOf(db);
  const runs = spreadBatches(groups, pace);
  for (const run of runs)
    await writer.each(run.batches, (on, after, to) => insertBatches(on, plan, run, { after, to }));
  let recipients = 0;
  for (const group of groups)
    recipients += await writer.each(group.count, (on, after, to) =>
      insertDeliveries(on, dialect, plan, group, { after, to }),
    );
  await dropTemporary(db);
  return { counts: { ...counts, recipients, candidates: recipients + counts.excluded }, runs };
}

/** Drops the temporary tables, which a plan that failed leaves to the next plan of the same connection. */
async function dropTemporary(db: Kysely<Database>): Promise<void> {
  for (const table of ["plan_candidates", "plan_recipients"])
    await sql`drop table if exists ${sql.table(table)}`.execute(db);
}

/** Fill `plan_candidates`: who is in the audience, why somebody is left out, and who would be in a first wave. */
async function chooseAudience(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  plan: PlanRequest,
): Promise<PlanCounts> {
  await sql`create temporary table plan_candidates (id bigint, reason text, timezone text,
    wave integer, part integer)`.execute(db);
  await sql`insert into plan_candidates select id, reason, timezone, ${waveOf(plan)}, ${partOf(dialect)}
    from (${candidates(plan)}) c`.execute(db);
  if (dialect === "postgres") await sql`analyze plan_candidates`.execute(db);
  const { rows } = await sql<{ candidates: number; excluded: number }>`select count(*) as candidates,
    count(reason) as excluded from plan_candidates`.execute(db);
  const total = Number(rows[0]?.candidates ?? 0);
  const excluded = Number(rows[0]?.excluded ?? 0);
  return { candidates: total, excluded, recipients: total - excluded };
}

/**
 * Fills `plan_recipients`: the order in which recipients are submitted, counted from 1. The order is by id. If there are
 * many on SQLite, it is by a part of the address keys first: keys are in no order, so each would be written into another
 * page of their index. A page that leaves the cache is written and read again, which took a third of the time of planning a
 * million.
 */
async function orderRecipients(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  plan: PlanRequest,
  { recipients }: PlanCounts,
): Promise<void> {
  const waved = plan.wave !== null && recipients > plan.wave.above;
  const parted = dialect === "sqlite" && recipients > IN_PARTS_ABOVE;
  await sql`create temporary table plan_recipients (place integer primary key, id bigint, wave integer,
    deliver_at bigint)`.execute(db);
  await sql`insert into plan_recipients
    select row_number() over (order by wave, deliver_at, part, id), id, wave, deliver_at
    from (select id, ${parted ? sql`part` : sql`0`} as part, ${waved ? sql`wave` : sql`0`} as wave, ${await deliverAtOf(db, plan)} as deliver_at
      from plan_candidates where reason is null) r order by 1`.execute(db);
  if (dialect === "postgres") await sql`analyze plan_recipients`.execute(db);
}

/** Selects the part of all address keys that a candidate's key is in. Always 0 on PostgreSQL, whose order of letters is the server's. */
function partOf(dialect: Ledger["dialect"]): RawBuilder<number> {
  if (dialect === "postgres") return sql`0`;
  const cases = PART_STARTS.map((start, n) => sql`when c.address_key < ${sql.lit(start)} then ${sql.lit(n)}`);
  return sql`case ${sql.join(cases, sql` `)} else ${sql.lit(PART_STARTS.length)} end`;
}

/** Selects when a candidate's message is due: at the same instant for all, or in the reader's own morning. */
async function deliverAtOf(db: Kysely<Database>, plan: PlanRequest): Promise<RawBuilder<number>> {
  const { local } = plan;
  if (local === null) return sql`cast(${plan.dueAt} as bigint)`;
  const { rows } = await sql<{ timezone: string }>`select distinct timezone from plan_candidates
    where timezone is not null`.execute(db);
  const fallback = sql`cast(${nearestInstant(local)} as bigint)`;
  if (rows.length === 0) return sql`${fallback}`;
  const cases = rows.map(({ timezone }) => {
    const at = nearestInstant({ local: local.local, zone: timezone });
    return sql`when ${timezone} then cast(${at} as bigint)`;
  });
  return sql`case timezone ${sql.join(cases, sql` `)} else ${fallback} end`;
}

/**
 * 0 for the first wave, 1 for the rest. Chosen by two characters of the address key (an HMAC, so as good as a draw), at
 * a place that differs from send to send, so that the same readers are not first every time.
 */
function waveOf({ wave, sendId }: PlanRequest): RawBuilder<number> {
  if (wave === null) return sql`0`;
  const place = 1 + (sendId % 40);
  const pairs = BASE64URL.flatMap((a) => BASE64URL.map((b) => a + b)).slice(0, Math.round(wave.share * 4096));
  const drawn =
    pairs.length === 0
      ? sql`1 = 0`
      : sql`substr(c.address_key, ${sql.lit(place)}, 2) in (${sql.join(pairs.map((pair) => sql.lit(pair)))})`;
  const editor = wave.editors.length === 0 ? sql`1 = 0` : sql`c.address_key in (${sql.join(wave.editors)})`;
  return sql`case when ${drawn} or ${editor} then 0 else 1 end`;
}

const BASE64URL = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

async function groupsOf(db: Kysely<Database>): Promise<PlannedGroup[]> {
  const { rows } = await sql<{ wave: number; deliver_at: number; n: number }>`select wave, deliver_at,
    count(*) as n from plan_recipients group by wave, deliver_at order by wave, deliver_at`.execute(db);
  let [base, before] = [0, 0];
  return rows.map(({ wave, deliver_at: deliverAt, n }) => {
    const group = { wave: Number(wave), deliverAt: Number(deliverAt), count: Number(n), base, before };
    base += Math.ceil(group.count / BATCH_SIZE);
    before += group.count;
    return group;
  });
}

async function insertExclusions(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  { sendId }: PlanRequest,
  { after, to }: Range,
): Promise<number> {
  // SQLite numbers the rows of temporary tables; on PostgreSQL all rows are written at once.
  const some = dialect === "sqlite" ? sql`rowid > ${after} and rowid <= ${to}` : sql`1 = 1`;
  return changed(
    sql`insert into exclusions (send_id, subscriber_id, reason)
      select ${sendId}, id, reason from plan_candidates where reason is not null and ${some}`.execute(db),
  );
}

async function insertBatches(
  db: Kysely<Database>,
  plan: PlanRequest,
  { wave, n, at, gap }: Run,
  { after, to }: Range,
): Promise<number> {
  return changed(
    sql`insert into batches (send_id, n, state, wave, not_before)
      with recursive numbers (n) as (select cast(${after + 1} as integer)
        union all select n + 1 from numbers where n < ${to})
      select ${plan.sendId}, cast(${n - 1} as integer) + n, 'pending', cast(${wave} as integer),
        cast(${at} as bigint) + (n - 1) * cast(${gap} as bigint)
      from numbers`.execute(db),
  );
}

/**
 * Inserts the readers of a group, a hundred to a batch. They are looked up one by one, in order: no query planner has to
 * guess how many there are.
 */
async function insertDeliveries(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  plan: PlanRequest,
  { base, before }: PlannedGroup,
  { after, to }: Range,
): Promise<number> {
  const place = sql`(r.place - ${sql.lit(before + 1)})`;
  return changed(
    sql`insert into deliveries (send_id, subscriber_id, subscriber_public_id, issue_id, address, address_key, batch_id,
      position, slot_values, outcome, arrival)
    select ${plan.sendId}, s.id, s.public_id, cast(${plan.issueId} as bigint), s.address, s.address_key,
      (select b.id from batches b where b.send_id = ${plan.sendId}
        and b.n = ${sql.lit(base + 1)} + ${place} / ${sql.lit(BATCH_SIZE)}),
      ${place} % ${sql.lit(BATCH_SIZE)},
      ${frozenValues(dialect, plan.email, plan.now)}, 'planned', 0
    from plan_recipients r cross join subscribers s
    where s.id = r.id and r.place > ${before + after} and r.place <= ${before + to} order by r.place`.execute(
      db,
    ),
  );
}

async function changed(result: Promise<{ readonly numAffectedRows?: bigint }>): Promise<number> {
  return Number((await result).numAffectedRows ?? 0n);
}

/**
 * Tells the database's query planner how large the tables are: with stale statistics it picks the wrong index, and a claim
 * takes 100 times as long.
 */
export async function refreshStatistics(ledger: Ledger): Promise<void> {
  if (ledger.dialect === "sqlite") await sql`pragma analysis_limit = 1000`.execute(ledger.db);
  for (const table of ["deliveries", "batches"]) await sql`analyze ${sql.ref(table)}`.execute(ledger.db);
}
