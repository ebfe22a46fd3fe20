import { type Kysely, sql } from "kysely";
import { type AudienceRequest, candidates } from "./candidates.ts";
import type { Database } from "#src/store/database/schema.ts";
import { memberPages } from "./member-pages.ts";

/** The readers a plan would choose; recipients by their time zone, null for those who named none. */
export interface AudiencePreview {
  readonly candidates: number;
  readonly recipients: number;
  readonly exclusions: Readonly<Record<string, number>>;
  readonly zones: ReadonlyMap<string | null, number>;
}

/** What planning would give, without writing anything: for `letterpress plan`. Reasons with their counts. */
export async function previewAudience(
  db: Kysely<Database>,
  audience: AudienceRequest,
): Promise<AudiencePreview> {
  const exclusions: Record<string, number> = {};
  const zones = new Map<string | null, number>();
  let recipients = 0;
  for await (const page of memberPages(db, audience.list)) {
    const { rows } = await sql<{ reason: string | null; timezone: string | null; n: number }>`
      select reason, timezone, count(*) as n from (${candidates({ ...audience, page })}) c
      group by reason, timezone`.execute(db);
    for (const { reason, timezone, n } of rows) {
      if (reason !== null) exclusions[reason] = (exclusions[reason] ?? 0) + Number(n);
      else {
        zones.set(timezone, (zones.get(timezone) ?? 0) + Number(n));
        recipients += Number(n);
      }
    }
  }
  const excluded = Object.values(exclusions).reduce((sum, n) => sum + n, 0);
  return { candidates: recipients + excluded, recipients, exclusions, zones };
}
