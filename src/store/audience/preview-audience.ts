import { type Kysely, type RawBuilder, sql } from "kysely";
import { type AudienceRequest, candidates } from "./candidates.ts";
import type { Database } from "#src/store/database/schema.ts";
import { memberPages } from "./member-pages.ts";

/** The readers that a plan would choose. `zones` counts the recipients by time zone; null stands for readers who named none. */
export interface AudiencePreview {
  readonly candidates: number;
  readonly recipients: number;
  readonly exclusions: Readonly<Record<string, number>>;
  readonly zones: ReadonlyMap<string | null, number>;
  /** How many of the recipients are in each of the `asked` segments, in the order of `asked`. */
  readonly inSegment: readonly number[];
}

interface Row {
  readonly reason: string | null;
  readonly timezone: string | null;
  readonly n: number;
  readonly [asked: `asked_${number}`]: number;
}

/**
 * Computes what planning would give, without writing anything, for `letterpress plan`. Exclusions are counted by reason.
 * `asked` holds the segments that parts of the email are for, as conditions over `subscribers s`.
 */
export async function previewAudience(
  db: Kysely<Database>,
  audience: AudienceRequest,
  asked: readonly RawBuilder<boolean>[] = [],
): Promise<AudiencePreview> {
  const columns = asked.map(
    (where, index) => sql`, count(case when ${where} then 1 end) as ${sql.ref(`asked_${index}`)}`,
  );
  const inSegment = asked.map(() => 0);
  const exclusions: Record<string, number> = {};
  const zones = new Map<string | null, number>();
  let recipients = 0;
  for await (const page of memberPages(db, audience.list)) {
    const { rows } = await sql<Row>`
      select c.reason, c.timezone, count(*) as n ${columns.length === 0 ? sql`` : sql.join(columns, sql``)}
      from (${candidates({ ...audience, page })}) c ${columns.length === 0 ? sql`` : sql`join subscribers s on s.id = c.id`}
      group by c.reason, c.timezone`.execute(db);
    for (const { reason, timezone, n, ...row } of rows) {
      if (reason !== null) exclusions[reason] = (exclusions[reason] ?? 0) + Number(n);
      else {
        zones.set(timezone, (zones.get(timezone) ?? 0) + Number(n));
        recipients += Number(n);
        for (const index of inSegment.keys())
          inSegment[index] = (inSegment[index] ?? 0) + Number(row[`asked_${index}`] ?? 0);
      }
    }
  }
  const excluded = Object.values(exclusions).reduce((sum, n) => sum + n, 0);
  return { candidates: recipients + excluded, recipients, exclusions, zones, inSegment };
}
