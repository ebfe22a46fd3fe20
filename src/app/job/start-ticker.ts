import type { App } from "#src/app/open-app.ts";
import { startLocalTicker } from "./local-ticker.ts";
import type { Ticker, TickerOptions } from "./ticker.ts";

/** The ticker of this ledger: shared by all processes on PostgreSQL, this process's own on SQLite. */
export async function startTicker(app: App, options: TickerOptions): Promise<Ticker> {
  if (app.ledger.dialect === "sqlite") return startLocalTicker(options);
  // Loaded only here: a ledger in a file needs no job queue.
  const { startSharedTicker } = await import("./shared-ticker.ts");
  try {
    return await startSharedTicker(app.ledger, options);
  } catch (error) {
    // For example, we may have no right to create pg-boss's tables. Every machine then reads its own files: more work, same mail.
    options.onError(error);
    return startLocalTicker(options);
  }
}
