import type { BatchState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { SendStatus } from "#src/store/sends/status.ts";

/** Rare ones first: what a process did last is told by what is new, and a split batch brings new ones with it. */
const ENDS = ["withdrawn", "uncertain", "refused", "split", "submitted"] as const satisfies BatchState[];

/** Which batch state each kill met: that of the batch the killed process had in hand, or had last settled. */
export interface KillTally {
  readonly byState: ReadonlyMap<BatchState, number>;
  readonly total: number;
  /** Count the death of a process, once it is dead; `met` where it is known what it met. */
  readonly count: (pid: number, met?: BatchState) => Promise<void>;
}

export function createKillTally(ledger: Ledger, status: () => Promise<SendStatus>): KillTally {
  const byState = new Map<BatchState, number>();
  let total = 0;
  let before: SendStatus["batches"] | null = null;
  return {
    byState,
    get total() {
      return total;
    },
    async count(pid, known) {
      total += 1;
      const inFlight = await ledger.db
        .selectFrom("batches")
        .select("id")
        .where("state", "=", "submitting")
        .where("lease_token", "like", `%:${pid}:%`)
        .executeTakeFirst();
      const { batches } = await status();
      const met = known ?? (inFlight === undefined ? lastMet(before, batches) : "submitting");
      before = batches;
      byState.set(met, (byState.get(met) ?? 0) + 1);
    },
  };
}

/** For a process that held nothing: what has been settled since the kill before, else what was waiting. */
function lastMet(before: SendStatus["batches"] | null, now: SendStatus["batches"]): BatchState {
  const fresh = ENDS.find((state) => now[state] > (before?.[state] ?? 0));
  if (fresh !== undefined) return fresh;
  if (now.pending > 0) return "pending";
  return now.submitting > 0 ? "submitting" : "submitted";
}
