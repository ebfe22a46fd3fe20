import type { Issue } from "#src/model/issue.ts";
import { nextSlot } from "#src/model/slot.ts";
import type { WallClock } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { LIVE, type SendRow, sendsIn } from "#src/store/sends.ts";

/** When a send starts, and what was meant by it. */
export interface SendTime {
  /** ms UTC. For a send in the readers' own morning: when the first of them, in UTC+14, get it. */
  readonly dueAt: number;
  readonly wallLocal: string | null;
  readonly zone: string;
  /** Set where each reader gets it at this wall clock in a zone of their own. */
  readonly local: WallClock | null;
}

/** The time an issue's file asks for. Null where it names none, or where its section has no free slot for `next`. */
export async function sendTime(
  ledger: Ledger,
  issue: Issue,
  live: SendRow | undefined,
): Promise<SendTime | null> {
  const { sendAt } = issue;
  switch (sendAt?.kind) {
    case undefined:
      return null;
    case "wall":
      return { dueAt: sendAt.at, wallLocal: sendAt.local, zone: sendAt.zone, local: null };
    case "instant":
      return { dueAt: sendAt.at, wallLocal: null, zone: sendAt.zone, local: null };
    case "local": {
      const local = { local: sendAt.local, zone: sendAt.zone };
      return { dueAt: sendAt.at, wallLocal: sendAt.local, zone: sendAt.zone, local };
    }
    case "next": {
      // The slot an issue has been given stays its own; asking again every minute would push it a week ahead each time.
      if (live !== undefined)
        return { dueAt: live.due_at, wallLocal: live.wall_local, zone: live.zone, local: null };
      const slot = issue.section?.slot ?? null;
      if (slot === null) return null;
      const taken = (await sendsIn(ledger.db, LIVE)).map(({ due_at: at }) => at);
      const free = nextSlot(slot, sendAt.zone, ledger.clock.now(), taken);
      return free === null ? null : { dueAt: free.at, wallLocal: free.local, zone: sendAt.zone, local: null };
    }
  }
}
