import type { Ledger } from "./ledger.ts";

/** Whether the ledger answers and is the one that was opened: a file removed or moved under us is not found out otherwise. */
export async function isReady(ledger: Ledger): Promise<boolean> {
  try {
    const rows = await ledger.db
      .selectFrom("meta")
      .selectAll()
      .where("name", "in", ["database", "moved"])
      .execute();
    const meta = new Map(rows.map(({ name, value }) => [name, value]));
    return meta.get("database") === ledger.database && !meta.has("moved");
  } catch {
    return false;
  }
}
