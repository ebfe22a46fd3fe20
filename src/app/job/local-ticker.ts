import cron from "node-cron";
import { MINUTE_MS } from "#src/model/durations.ts";
import { type Ticker, type TickerOptions, createBell } from "./ticker.ts";

/**
 * A ticker for one machine, inside this process. The first pass is over when this resolves. node-cron says when the next one is
 * due; it does not wait for it, because its own timer is silent for the hour that summer time repeats, in whatever zone
 * the pattern is meant.
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

  /** Never longer than a minute: while a machine sleeps timers stand still, and its clock may be set. */
  function wait(): void {
    const ms = Math.max(0, due - Date.now());
    if (!stopped) timer = setTimeout(() => void look(), Math.min(ms, MINUTE_MS));
  }

  /** A pass that takes longer than its pattern is followed by the next that is due then: passes never meet. */
  async function look(): Promise<void> {
    const isDue = Date.now() >= due;
    if (isDue) await run();
    // Where the clock was set back, the next match is before the one waited for.
    due = isDue ? next() : Math.min(due, next());
    wait();
  }
}
