import type { Ledger } from "./ledger.ts";

/** Whether the ledger answers and is the one that was opened: a file removed under us is not found out otherwise. */
export async function isReady(ledger: Ledger): Promise<boolean> {
  try {
    const row = await ledger.db
      .selectFrom("meta")
      .select("value")
      .where("name", "=", "database")
      .executeTakeFirst();
    return row?.value === ledger.database;
  } catch {
    return false;
  }
}
