import { takeOrders } from "#src/apart/take-orders.ts";
import { openSqlite } from "./sqlite.ts";

/** How long the checkpoint waits for the lock, and for readers of an old state, ms. */
const PATIENCE_MS = 2_000;

/** Returns whether the log is empty now. */
takeOrders(async (path: string): Promise<boolean> => {
  const database = openSqlite(path, PATIENCE_MS);
  try {
    // Writers retry until this checkpoint is done. A passive checkpoint would let them commit meanwhile, and their event
    // loops would stand still with the disk.
    const [{ busy }] = database.pragma("wal_checkpoint(truncate)") as [{ busy: number }];
    return busy === 0;
  } finally {
    database.close();
  }
});
