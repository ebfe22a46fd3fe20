import { takeOrders } from "#src/apart/take-orders.ts";
import { openSqlite } from "./sqlite.ts";

/** How long it waits for the lock, and for those that read an old state, ms. */
const PATIENCE_MS = 2_000;

/** Returns whether the log is empty now. */
takeOrders(async (path: string): Promise<boolean> => {
  const database = openSqlite(path, PATIENCE_MS);
  try {
    // Writers look again until it is done. A passive one would let them commit meanwhile, and their event loops would
    // stand still with the disk.
    const [{ busy }] = database.pragma("wal_checkpoint(truncate)") as [{ busy: number }];
    return busy === 0;
  } finally {
    database.close();
  }
});
