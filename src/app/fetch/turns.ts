import { setTimeout as pause } from "node:timers/promises";

/** Questions at the same time, each to another host. */
const AT_ONCE = 8;

/** Gives out turns: one question at a time to a host, with a pause between two, and at most AT_ONCE questions in all. */
export interface Turns {
  readonly take: <T>(host: string, signal: AbortSignal, ask: () => Promise<T>) => Promise<T>;
}

export function createTurns(pauseMs: number): Turns {
  const last = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let free = AT_ONCE;

  const inSlot = async <T>(work: () => Promise<T>): Promise<T> => {
    // A finished question hands its slot to the first one that waits, so that no later one takes it.
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    take: async (host, signal, ask) => {
      const before = last.get(host);
      const { promise: done, resolve } = Promise.withResolvers<void>();
      last.set(host, done);
      try {
        await before;
        if (before !== undefined && !signal.aborted)
          await pause(pauseMs, undefined, { signal }).catch(() => undefined);
        signal.throwIfAborted();
        return await inSlot(ask);
      } finally {
        resolve();
      }
    },
  };
}
