import type { Generated } from "kysely";

/** One row per Resend team: its pace, and the latest time the ledger has seen. */
export interface LimiterTable {
  team: string;
  /** A `Pace` (model/pace.ts), column by column. */
  rate: number;
  next_at: number;
  blocked_until: number;
  window_from: Generated<number>;
  window_at: Generated<number>;
  turns: Generated<number>;
  seen_turn: Generated<number>;
  seen_posted_at: Generated<number>;
  remaining: Generated<number>;
  /** Thousandths of a request a second, like `held`. */
  others: Generated<number>;
  held: Generated<number>;
  held_until: Generated<number>;
  /** The latest time this ledger has seen: a clock set back must not make an old batch look young. */
  high_water_at: number;
}
