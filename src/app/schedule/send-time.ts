import type { Issue } from "#src/model/issue.ts";
import { ROUND_THE_WORLD_MS, type WallClock, nearestInstant, nextSlot } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { LIVE, type SendRow, sendsIn } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** When a send starts, and what was meant by it. */
export interface SendTime {
  /** ms UTC. For a send in the readers' own morning: when the first of them, in UTC+14, get it. */
  readonly dueAt: number;
  readonly wallLocal: string | null;
  readonly zone: string;
  /** Set where each reader gets it at this wall clock in a zone of their own. */
  readonly local: WallClock | null;
}

/**
 * The time an issue's file asks for; `alsoTaken` are slots that another issue is going to take (ms UTC).
 * Null where the file names no time, or where its section has no free slot for `next`.
 */
export async function sendTime(
  ledger: Ledger,
  issue: Issue,
  live: SendRow | undefined,
  alsoTaken: readonly number[] = [],
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
      // A send that was scheduled after the first mornings began at that moment, and keeps this start: otherwise each reading
      // would find it late again.
      const dueAt = live !== undefined && isLocal(live, local) ? live.due_at : sendAt.at;
      return { dueAt, wallLocal: sendAt.local, zone: sendAt.zone, local };
    }
    case "next": {
      // The slot an issue has been given stays its own; asking again every minute would push it a week ahead each time.
      if (live !== undefined)
        return { dueAt: live.due_at, wallLocal: live.wall_local, zone: live.zone, local: null };
      const slot = issue.section?.slot ?? null;
      if (slot === null) return null;
      // Issues of other lists take no slot away from these readers.
      const sends = (await sendsIn(ledger.db, LIVE)).filter(({ list }) => list === issue.list);
      const taken = [...sends.map(({ due_at: at }) => at), ...alsoTaken];
      const free = nextSlot(slot, sendAt.zone, ledger.clock.now(), taken);
      return free === null ? null : { dueAt: free.at, wallLocal: free.local, zone: sendAt.zone, local: null };
    }
  }
}

/** When a send that is scheduled already starts, as a person or its file decided. */
export function timeOf(live: SendRow): SendTime {
  const { local } = settingsOf(live);
  return { dueAt: live.due_at, wallLocal: live.wall_local, zone: live.zone, local };
}

/**
 * The last moment at which a file may be seen for the first time: its time, or for the readers' own morning that time in the
 * newsletter's own zone. Readers whose morning is over by then get the issue at once.
 */
export function lastMoment({ dueAt, local }: SendTime): number {
  return local === null ? dueAt : nearestInstant(local);
}

/** Whether a time is past for everybody, wherever they are. */
export function isOver({ dueAt, local }: SendTime, now: number): boolean {
  return (local === null ? dueAt : dueAt + ROUND_THE_WORLD_MS) < now;
}

function isLocal(live: SendRow, wall: WallClock): boolean {
  const { local } = settingsOf(live);
  return local?.local === wall.local && local.zone === wall.zone;
}
