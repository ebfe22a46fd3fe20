import { takeOrders } from "#src/apart/take-orders.ts";
import { openSqlite } from "./sqlite.ts";

/** How long it waits for those that read an old state, ms. Writers wait with it. */
const PATIENCE_MS = 2_000;

takeOrders(async (path: string): Promise<void> => {
  const database = openSqlite(path, PATIENCE_MS);
  try {
    // Most of it while others write; they wait for the rest alone.
    database.pragma("wal_checkpoint(passive)");
    database.pragma("wal_checkpoint(truncate)");
  } finally {
    database.close();
  }
});
