import { type CompiledQuery, type KyselyPlugin, type QueryId, type RootOperationNode, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/** Every query that goes through a ledger, to be explained afterwards. */
export function recorded(ledger: Ledger): {
  readonly ledger: Ledger;
  readonly queries: () => CompiledQuery[];
} {
  const nodes: [RootOperationNode, QueryId][] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      nodes.push([node, queryId]);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const executor = ledger.db.getExecutor();
  return {
    ledger: { ...ledger, db: ledger.db.withPlugin(plugin) },
    queries: () => nodes.map(([node, id]) => executor.compileQuery(node, id)),
  };
}

/**
 * Tables that a query reads from end to end, as `table` or, of an index of all rows, `table by index`; an index of some rows (`partial`)
 * may be read whole. On PostgreSQL the tables are too small for an index to be worth it, so reading them whole is made dear.
 */
export async function readWhole(
  ledger: Ledger,
  query: CompiledQuery,
  partial: readonly string[],
): Promise<string[]> {
  const found =
    ledger.dialect === "sqlite" ? await scansOfSqlite(ledger, query) : await scansOfPostgres(ledger, query);
  return found.filter((scan) => !scan.split(" by ").some((name) => partial.includes(name)));
}

async function scansOfSqlite(ledger: Ledger, query: CompiledQuery): Promise<string[]> {
  const explained = { ...query, sql: `explain query plan ${query.sql}` };
  const { rows } = await ledger.db.executeQuery<{ detail: string }>(explained);
  return rows.flatMap(({ detail }) => {
    const scan = /^SCAN (\w+)(?:.* INDEX (\w+))?/.exec(detail);
    return scan === null ? [] : [scan[2] === undefined ? `${scan[1]}` : `${scan[1]} by ${scan[2]}`];
  });
}

/** What PostgreSQL prefers for tables of a page, and not for those of a year. */
const WAYS = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"];

async function scansOfPostgres(ledger: Ledger, query: CompiledQuery): Promise<string[]> {
  return ledger.db.connection().execute(async (db) => {
    for (const way of WAYS) await sql`set ${sql.raw(way)} = off`.execute(db);
    try {
      const explained = { ...query, sql: `explain (format json) ${query.sql}` };
      const { rows } = await db.executeQuery<{ "QUERY PLAN": unknown }>(explained);
      return scansIn(rows[0]?.["QUERY PLAN"]);
    } finally {
      for (const way of WAYS) await sql`set ${sql.raw(way)} = on`.execute(db);
    }
  });
}

function scansIn(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(scansIn);
  if (typeof plan !== "object" || plan === null) return [];
  const node = plan as Readonly<Record<string, unknown>>;
  const table = String(node["Relation Name"]);
  const own =
    node["Node Type"] === "Seq Scan"
      ? [table]
      : /^Index (?:Only )?Scan$|^Bitmap Index Scan$/.test(String(node["Node Type"])) &&
          node["Index Cond"] === undefined
        ? [`${table} by ${String(node["Index Name"])}`]
        : [];
  return [...own, ...Object.values(node).flatMap((part) => (typeof part === "object" ? scansIn(part) : []))];
}
