import cron from "node-cron";
import { type Ticker, type TickerOptions, createBell } from "./ticker.ts";

/** A ticker for one machine: node-cron inside this process. The first pass is over when this resolves. */
export async function startLocalTicker({ pattern, pass }: TickerOptions): Promise<Ticker> {
  const bell = createBell();
  const tick = async (): Promise<void> => {
    await pass();
    bell.ring();
  };
  await tick();
  // noOverlap: a pass that takes longer than a minute must not meet itself.
  const task = cron.schedule(pattern, tick, { noOverlap: true, name: "tick" });
  return {
    woken: bell.wait,
    [Symbol.asyncDispose]: async () => {
      await task.destroy();
    },
  };
}
