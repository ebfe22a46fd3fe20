import type { App } from "#src/app/open-app.ts";
import { applyBrake } from "./apply-brake.ts";

/** Looks at the brakes of sends as their events come in. Disposing it forgets the looks that are still to come. */
export interface BrakeWatch extends Disposable {
  /** To be called when an event of this send was applied. */
  readonly event: (sendId: number) => void;
}

interface Rest {
  timer: NodeJS.Timeout | null;
  again: boolean;
}

/**
 * The pause between two looks at one send: at least APART_MS, and at least TIMES as long as a look takes. Each look may count
 * a million readers.
 */
const APART_MS = 1_000;
const TIMES = 20;

/**
 * Looks at once, then not again for a moment: events come by the thousand, and counting a send's recipients for each would
 * keep pages from answering. If more events come in that moment, the send is looked at again when it ends.
 */
export function watchBrake(
  app: App,
  { onError, apartMs = APART_MS }: { readonly onError: (error: unknown) => void; readonly apartMs?: number },
): BrakeWatch {
  /** Sends that were looked at a moment ago, and whether an event came since. */
  const resting = new Map<number, Rest>();
  let isOver = false;

  async function look(sendId: number): Promise<void> {
    const rest: Rest = { timer: null, again: false };
    resting.set(sendId, rest);
    const began = performance.now();
    await applyBrake(app, sendId).catch(onError);
    // The ledger may be closed by the time of another look.
    if (isOver) return;
    const pause = Math.max(apartMs, TIMES * (performance.now() - began));
    rest.timer = setTimeout(() => {
      resting.delete(sendId);
      if (rest.again) void look(sendId);
    }, pause).unref();
  }

  return {
    event: (sendId) => {
      const rest = resting.get(sendId);
      if (rest === undefined) void look(sendId);
      else rest.again = true;
    },
    [Symbol.dispose]: () => {
      isOver = true;
      for (const { timer } of resting.values()) if (timer !== null) clearTimeout(timer);
      resting.clear();
    },
  };
}
