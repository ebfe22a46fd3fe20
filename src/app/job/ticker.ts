/** Runs the scheduled job when it is due, on one machine or on many. */
export interface Ticker extends AsyncDisposable {
  /** Resolves when there may be something new to post. */
  readonly woken: () => Promise<void>;
}

export interface TickerOptions {
  /** When the files are read: a cron pattern of five fields, in UTC. A sixth field in front counts seconds, on SQLite only. */
  readonly pattern: string;
  /** One pass: read the project, schedule, start what is due. Never rejects. */
  readonly pass: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** A bell for any number of waiters: `wait` resolves at the next `ring`. */
export function createBell(): { readonly ring: () => void; readonly wait: () => Promise<void> } {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      next.resolve();
      next = Promise.withResolvers<void>();
    },
    wait: () => next.promise,
  };
}
