import { type Kysely, expressionBuilder, sql } from "kysely";
import type { BatchState, Outcome } from "#src/model/states.ts";
import { countOutcomes } from "./count-deliveries.ts";
import { countWaiting } from "./deliveries.ts";
import { countExclusions } from "./report-counts.ts";
import type { Database } from "#src/store/database/schema.ts";
import { IN_DOUBT } from "./reconcile.ts";
import { LIVE, type SendRow } from "./sends.ts";

/** Where a send is, with its books as they stand at this instant. */
export interface SendStatus {
  readonly send: SendRow;
  readonly slug: string | null;
  /** Exclusions by reason. */
  readonly exclusions: Awaited<ReturnType<typeof countExclusions>>;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of the planned recipients wait for a later wave. */
  readonly waiting: number;
  readonly batches: Readonly<Record<BatchState, number>>;
  /** When the last batch that is still to be posted may leave, ms UTC; null where none is. */
  readonly lastAt: number | null;
  /** When a batch was last accepted; null where none was. */
  readonly acceptedAt: number | null;
  /** The latest errors of batches that are still open or in doubt. */
  readonly errors: readonly string[];
}

/** Reads the sends of one issue, newest first, or every send that is live or in doubt and the last `limit` others. Leaves out tests. */
export async function readStatus(
  db: Kysely<Database>,
  slug: string | null,
  limit = 10,
): Promise<SendStatus[]> {
  const query = db
    .selectFrom("sends")
    .leftJoin("issues", "issues.id", "sends.issue_id")
    .selectAll("sends")
    .select("issues.slug")
    .where("sends.kind", "=", "issue")
    // Confirmations and welcomes are sends as well, one per reader: an index leaves them out.
    .where("sends.issue_id", "is not", null);
  const byTime = query.orderBy("sends.due_at", "desc").orderBy("sends.id", "desc");
  // A send that may need a person is never cut off, however old it is.
  const isOpen = expressionBuilder<Database, "sends">().or([
    sql<boolean>`sends.state in (${sql.join(LIVE)})`,
    sql<boolean>`sends.id in (${IN_DOUBT})`,
  ]);
  const rows =
    slug === null
      ? [
          ...(await byTime.where(isOpen).execute()),
          ...(await byTime
            .where((eb) => eb.not(isOpen))
            .limit(limit)
            .execute()),
        ]
      : // A canceled send may have been due later than the send that came after it.
        await query.where("issues.slug", "=", slug).orderBy("sends.id", "desc").execute();
  return Promise.all(rows.map(async ({ slug: of, ...send }) => statusOf(db, send, of)));
}

/** Whether any recipient is uncertain. A canceled send counts, too: no later send of the issue includes them. */
export function needsPerson({ outcomes }: SendStatus): boolean {
  return outcomes.uncertain > 0;
}

/** The numbers of a send whose plan is not finished: what the plan has written counts nowhere. */
const NOTHING: Omit<SendStatus, "send" | "slug"> = {
  exclusions: {},
  outcomes: { planned: 0, submitted: 0, refused: 0, withdrawn: 0, uncertain: 0 },
  waiting: 0,
  batches: {
    pending: 0,
    submitting: 0,
    submitted: 0,
    refused: 0,
    split: 0,
    uncertain: 0,
    withdrawn: 0,
  },
  lastAt: null,
  acceptedAt: null,
  errors: [],
};

export async function statusOf(
  db: Kysely<Database>,
  send: SendRow,
  slug: string | null,
): Promise<SendStatus> {
  if (send.planner !== null) return { send, slug, ...NOTHING };
  const states = await db
    .selectFrom("batches")
    .select([
      "state",
      (eb) => eb.fn.countAll<number>().as("n"),
      (eb) => eb.fn.max("accepted_at").as("accepted_at"),
      (eb) => eb.fn.max("not_before").as("last_at"),
    ])
    .where("send_id", "=", send.id)
    .groupBy("state")
    .execute();
  const errors = await db
    .selectFrom("batches")
    .select("last_error")
    .distinct()
    .where("send_id", "=", send.id)
    .where(sql<boolean>`state in ('pending', 'submitting', 'uncertain')`)
    .where("last_error", "is not", null)
    .limit(5)
    .execute();
  const batches: Record<BatchState, number> = { ...NOTHING.batches };
  for (const { state, n } of states) batches[state] = Number(n);
  const accepted = states.flatMap(({ accepted_at: at }) => (at === null ? [] : [at]));
  return {
    send,
    slug,
    exclusions: await countExclusions(db, send.id),
    outcomes: await countOutcomes(db, send.id),
    waiting: await countWaiting(db, send),
    batches,
    lastAt: states.find(({ state }) => state === "pending")?.last_at ?? null,
    acceptedAt: accepted.length === 0 ? null : Math.max(...accepted),
    errors: errors.flatMap(({ last_error: error }) => (error === null ? [] : [error])),
  };
}

/**
 * Counts the recipients submitted at `since` or later, and says when the first of those batches was accepted: a rate is
 * counted from there. Null if there were none.
 */
export async function submittedSince(
  db: Kysely<Database>,
  sendId: number,
  since: number,
): Promise<{ submitted: number; since: number | null }> {
  const { rows } = await sql<{ n: number; first: number | null }>`select count(*) as n,
    min(b.accepted_at) as first from batches b join deliveries d on d.batch_id = b.id
    where b.send_id = ${sendId} and b.accepted_at >= ${since} and d.outcome = 'submitted'`.execute(db);
  const first = rows[0]?.first ?? null;
  return { submitted: Number(rows[0]?.n ?? 0), since: first === null ? null : Number(first) };
}
