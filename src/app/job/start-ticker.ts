import cron from "node-cron";
import type { App } from "#src/app/open-app.ts";
import { type Ticker, type TickerOptions, createBell } from "./ticker.ts";

/** The ticker of this ledger: shared by all processes on PostgreSQL, this process's own on SQLite. */
export async function startTicker(app: App, options: TickerOptions): Promise<Ticker> {
  if (app.ledger.dialect === "sqlite") return startLocalTicker(options);
  // Loaded here alone: a ledger in a file needs no job queue.
  const { startSharedTicker } = await import("./shared-ticker.ts");
  try {
    return await startSharedTicker(app.ledger, options);
  } catch (error) {
    // For example no right to create pg-boss's tables. Every machine then reads its own files: more work, same mail.
    options.onError(error);
    return startLocalTicker(options);
  }
}

/** A ticker for one machine: node-cron inside this process. The first pass is over when this resolves. */
async function startLocalTicker({ pattern, pass }: TickerOptions): Promise<Ticker> {
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
