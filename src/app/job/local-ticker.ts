import cron from "node-cron";
import { MINUTE_MS } from "#src/model/durations.ts";
import { type Ticker, type TickerOptions, createBell } from "./ticker.ts";

/**
 * A ticker for one machine, inside this process. The first pass is over when this resolves. node-cron only computes when the
 * next pass is due. It does not do the waiting, because its own timer is silent for the hour that is repeated when summer time
 * ends, in whatever zone the pattern is meant.
 */
export async function startLocalTicker({ pattern, pass }: TickerOptions): Promise<Ticker> {
  const bell = createBell();
  const task = cron.createTask(pattern, () => undefined, { timezone: "UTC" });
  const next = (): number => task.getNextRuns(1)[0]?.getTime() ?? Infinity;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  await run();
  let due = next();
  wait();
  return {
    woken: bell.wait,
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await task.destroy();
    },
  };

  async function run(): Promise<void> {
    await pass();
    bell.ring();
  }

  /** Waits a minute at most: timers stand still while a machine sleeps, and its clock may be set. */
  function wait(): void {
    const ms = Math.max(0, due - Date.now());
    if (!stopped) timer = setTimeout(() => void look(), Math.min(ms, MINUTE_MS));
  }

  /** Passes never overlap: after a pass that takes longer than its pattern, the next one is the first that is due then. */
  async function look(): Promise<void> {
    const isDue = Date.now() >= due;
    if (isDue) await run();
    // If the clock was set back, the next match is before the one waited for.
    due = isDue ? next() : Math.min(due, next());
    wait();
  }
}
