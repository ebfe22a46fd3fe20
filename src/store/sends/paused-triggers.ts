import { type Kysely, sql } from "kysely";
import type { PauseReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { byIndex } from "#src/store/retention/by-index.ts";

/**
 * Reads the mails of triggers that are paused for one of these reasons: the first ids, and when the last one was refused,
 * not after `until`.
 */
export async function pausedTriggers(
  db: Kysely<Database>,
  { reasons, until, limit }: { reasons: readonly PauseReason[]; until: number; limit: number },
): Promise<{ readonly ids: number[]; readonly refusedAt: number }> {
  const paused = db
    .selectFrom("sends")
    .where("state", "=", "paused")
    .where("kind", "=", "trigger")
    .where("reason", "in", reasons);
  const rows = await paused.select("id").orderBy("id").limit(limit).execute();
  const last = await paused
    .select((eb) => eb.fn.max("updated_at").as("at"))
    .where("updated_at", "<=", until)
    .executeTakeFirst();
  return { ids: rows.map(({ id }) => id), refusedAt: Number(last?.at ?? 0) };
}

/** Whether Resend has accepted any mail of a trigger after `at`; one that it accepted exactly then does not count. */
export async function wasTriggerAccepted(
  ledger: Pick<Ledger, "db" | "dialect">,
  at: number,
): Promise<boolean> {
  const { rows } = await sql`select 1 from sends ${byIndex(ledger, "sends_triggers")} where kind = 'trigger'
    and finished_at > ${at} and state in ('submitted', 'submitted_with_failures') limit 1`.execute(ledger.db);
  return rows.length > 0;
}
