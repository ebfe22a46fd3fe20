import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";

/** A job at an instant of the sandbox's clock. All jobs of one `kind` can be run early. */
export interface Job {
  readonly at: number;
  readonly kind: "event" | "retry" | "schedule" | "domain";
  readonly run: () => void;
}

/** The sandbox's clock and all jobs that wait for it. */
export interface Timeline extends Clock, Disposable {
  /** The clock given at the start, never advanced: signatures use it, or receivers would refuse them as from the future. */
  readonly base: Clock;
  add(job: Job): () => void;
  /** Run every waiting job of one kind now, regardless of its time, earliest first. Returns how many ran. */
  hurry(kind: Job["kind"]): number;
  waiting(kind: Job["kind"]): number;
  /**
   * Move the clock forward (`usage/invalid` for anything else). Jobs run in order, each with the clock at its own instant; `settled` is awaited between two
   * instants, because a failed webhook plans its next attempt only when its answer has arrived.
   */
  advance(ms: number, settled: () => Promise<void>): Promise<void>;
}

export function createTimeline(base: Clock): Timeline {
  let offset = 0;
  let timer: NodeJS.Timeout | null = null;
  let advancing = false;
  /** Ascending by time. There are few jobs, because one serves all messages of a request. */
  let jobs: Job[] = [];
  const now = () => base.now() + offset;

  const arm = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const next = jobs[0];
    if (next === undefined || advancing) return;
    // setTimeout is limited to 31 bits; for a longer wait the timer is set again.
    timer = setTimeout(runDue, Math.min(Math.max(next.at - now(), 0), 2 ** 31 - 1));
    timer.unref();
  };
  const runDue = () => {
    while (jobs[0] !== undefined && jobs[0].at <= now()) jobs.shift()?.run();
    arm();
  };

  return {
    base,
    now,
    add(job) {
      jobs.splice(placeOf(jobs, job.at), 0, job);
      if (jobs[0] === job) arm();
      return () => {
        jobs = jobs.filter((other) => other !== job);
        arm();
      };
    },
    hurry(kind) {
      let count = 0;
      for (let due = jobs.filter((job) => job.kind === kind); due.length > 0;) {
        const running = new Set(due);
        jobs = jobs.filter((job) => !running.has(job));
        for (const job of due) job.run();
        count += due.length;
        due = jobs.filter((job) => job.kind === kind);
      }
      arm();
      return count;
    },
    waiting: (kind) => jobs.reduce((count, job) => count + (job.kind === kind ? 1 : 0), 0),
    async advance(ms, settled) {
      if (!(ms >= 0)) {
        throw new LetterpressError(
          "usage/invalid",
          `The sandbox's clock only moves forward, not by ${ms} ms.`,
        );
      }
      const target = now() + ms;
      advancing = true;
      try {
        for (let next = jobs[0]; next !== undefined && next.at <= target; next = jobs[0]) {
          offset = Math.max(offset, next.at - base.now());
          runDue();
          await settled();
        }
        offset = Math.max(offset, target - base.now());
      } finally {
        advancing = false;
        arm();
      }
    },
    [Symbol.dispose]() {
      if (timer !== null) clearTimeout(timer);
      jobs = [];
    },
  };
}

/** The index for a new job: after those of the same instant. */
function placeOf(jobs: readonly Job[], at: number): number {
  let low = 0;
  let high = jobs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((jobs[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
