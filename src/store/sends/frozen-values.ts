import { type Kysely, type RawBuilder, sql } from "kysely";
import { type Email, attributesUsed } from "#src/model/email.ts";
import { answerKey } from "#src/model/parts/asked-segment.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";

/**
 * What an email needs of a row of `subscribers s`, as the text of a JSON object: the attributes it reads, and whether the reader is
 * in each segment that its parts ask about. Frozen when a send is planned, at `now`: a later change of the subscriber must not
 * change a repeat's bytes.
 */
export function frozenValues(
  dialect: Ledger["dialect"],
  email: Pick<Email, "tags" | "asked">,
  now: number,
): RawBuilder<string> {
  const attributes = attributesUsed(email).map((name) =>
    dialect === "sqlite"
      ? sql`${sql.lit(name)}, json(coalesce(s.attributes -> ${sql.lit(`$."${name}"`)}, 'null'))`
      : sql`${sql.lit(name)}, cast(s.attributes as jsonb) -> ${sql.lit(name)}`,
  );
  const answers = (email.asked ?? []).map((asked) => {
    const isIn = segmentWhere(asked.rule, dialect, now);
    const key = sql`cast(${answerKey(asked)} as text)`;
    return dialect === "sqlite"
      ? sql`${key}, json(case when ${isIn} then 'true' else 'false' end)`
      : sql`${key}, (case when ${isIn} then true else false end)`;
  });
  const pairs = [...attributes, ...answers];
  if (pairs.length === 0) return sql`'{}'`;
  return dialect === "sqlite"
    ? sql`json_object(${sql.join(pairs)})`
    : sql`cast(json_build_object(${sql.join(pairs)}) as text)`;
}

/** The same for one subscriber who is mailed without a plan: the reader of a trigger or of a test. */
export async function frozenValuesOf(
  { db, dialect }: { readonly db: Kysely<Database>; readonly dialect: Ledger["dialect"] },
  subscriberId: number,
  email: Pick<Email, "tags" | "asked">,
  now: number,
): Promise<string> {
  const { rows } = await sql<{ slot_values: string }>`
    select ${frozenValues(dialect, email, now)} as slot_values from subscribers s
    where s.id = ${subscriberId}`.execute(db);
  return rows[0]?.slot_values ?? "{}";
}
