import { sql } from "kysely";
import type { MembershipState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

const DAY_MS = 86_400_000;

export interface GrowthDay {
  readonly list: string;
  /** Midnight in UTC, ms. 0 for members whose day is not known. */
  readonly day: number;
  readonly state: MembershipState;
  readonly n: number;
}

/** Counts for each list and day how many members entered their present state. One pass over the members. */
export async function listGrowth({ db }: Pick<Ledger, "db">): Promise<GrowthDay[]> {
  const { rows } = await sql<Omit<GrowthDay, "day"> & { day: number }>`select list, state,
      at / ${sql.lit(DAY_MS)} as day, count(*) as n
    from list_members where state <> 'pending' group by list, state, at / ${sql.lit(DAY_MS)}`.execute(db);
  return rows.map(({ day, n, ...row }) => ({ ...row, day: Math.floor(Number(day)) * DAY_MS, n: Number(n) }));
}
