import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";

/** A job at an instant of the sandbox's clock. All jobs of one `kind` can be run early. */
interface Job {
  readonly at: number;
  readonly kind: "event" | "retry" | "schedule";
  readonly run: () => void;
}

export type Timeline = ReturnType<typeof createTimeline>;

/** The sandbox's clock and all jobs that wait for it. */
export function createTimeline(base: Clock) {
  let offset = 0;
  let timer: NodeJS.Timeout | null = null;
  let advancing = false;
  /** Sorted by time. There are few jobs, because one job serves all messages of a request. */
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

  const take = (kind: Job["kind"]): readonly Job[] => {
    const due = jobs.filter((job) => job.kind === kind);
    jobs = jobs.filter((job) => job.kind !== kind);
    return due;
  };

  return {
    /**
     * The clock given at the start, never advanced: signatures use it, because receivers would refuse an advanced time
     * as being in the future.
     */
    base,
    now,
    add(job: Job): void {
      // Goes after the jobs of the same instant.
      jobs.splice(jobs.findLastIndex(({ at }) => at <= job.at) + 1, 0, job);
      if (jobs[0] === job) arm();
    },
    /** Runs every waiting job of one kind now, whatever its time, earliest first, and the jobs that these add. */
    hurry(kind: Job["kind"]): void {
      for (let due = take(kind); due.length > 0; due = take(kind)) {
        for (const job of due) job.run();
      }
      arm();
    },
    waiting: (kind: Job["kind"]) => jobs.filter((job) => job.kind === kind).length,
    /**
     * Moves the clock forward (`usage/invalid` for anything else). Jobs run in order, each with the clock at its own
     * instant. Awaits `settled` between two instants, because a failed webhook plans its next attempt only when its
     * answer has arrived.
     */
    async advance(ms: number, settled: () => Promise<void>): Promise<void> {
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
