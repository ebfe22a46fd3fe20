import { type CompiledQuery, type Kysely, type KyselyPlugin, sql } from "kysely";
import pg from "pg";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Tables that grow with readers and with what is sent to them. */
const LARGE = ["subscribers", "list_members", "consents", "deliveries", "events", "batches", "exclusions"];
/** Indexes of the few rows that still need something. */
const FEW = new Set([
  "events_waiting",
  "batches_open",
  "batches_doubt",
  "batches_uncertain",
  "sends_unfinished",
]);

export interface Recorder {
  /** The same ledger; what it is asked is written down. */
  readonly ledger: Ledger;
  readonly queries: () => readonly CompiledQuery[];
}

/** Write down every query of a ledger, each text once, with the parameters it had first. */
export function recordQueries(ledger: Ledger): Recorder {
  const seen = new Map<string, CompiledQuery>();
  const executor = ledger.db.getExecutor();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const query = executor.compileQuery(node, queryId);
      const text = query.sql.trim();
      if (/^(?:select|with|insert|update|delete)\b/i.test(text) && !seen.has(text)) seen.set(text, query);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { ledger: { ...ledger, db: ledger.db.withPlugin(plugin) }, queries: () => [...seen.values()] };
}

/** Those of the queries that walk through a whole large table, with the step of the plan that says so. */
export async function findScans(ledger: Ledger, queries: readonly CompiledQuery[]): Promise<string[]> {
  await using stack = new AsyncDisposableStack();
  const scansOf = ledger.dialect === "sqlite" ? onSqlite(ledger.db) : await onPostgres(ledger.url, stack);
  const found: string[] = [];
  for (const query of queries) {
    // Tables that were there for the length of a plan alone.
    if (/\bplan_(?:candidates|recipients)\b/.test(query.sql)) continue;
    for (const step of await scansOf(query)) found.push(`${step}: ${query.sql.replace(/\s+/g, " ").trim()}`);
  }
  return found;
}

function onSqlite(db: Kysely<Database>) {
  return async ({ sql: text, parameters }: CompiledQuery): Promise<string[]> => {
    const pieces = text.split("?");
    const values = pieces.slice(1).map((piece, at) => sql`${parameters[at] ?? null}${sql.raw(piece)}`);
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(pieces[0] ?? "")}${sql.join(
      values,
      sql``,
    )}`.execute(db);
    const names = namesOf(text);
    return rows.flatMap(({ detail }) => {
      const [, name = "", index = ""] = /^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?/.exec(detail) ?? [];
      // A table that the query does not name is looked at for a foreign key alone, and by an insert not really.
      const table = names.get(name) ?? (text.includes(name) ? name : "");
      return LARGE.includes(table) && !FEW.has(index) ? [detail] : [];
    });
  };
}

/** What a large table is called in a query; SQLite's plan names only that. */
function namesOf(text: string): Map<string, string> {
  const names = new Map<string, string>();
  const pattern = new RegExp(`"?\\b(${LARGE.join("|")})"?\\s+(?:as\\s+)?"?(\\w+)`, "gi");
  for (const [, table = "", name = ""] of text.matchAll(pattern)) names.set(name, table);
  return names;
}

async function onPostgres(url: string, stack: AsyncDisposableStack) {
  const client = stack.adopt(new pg.Client({ connectionString: url }), (open) => open.end());
  await client.connect();
  // Without this a plan depends on the moment at which the database last counted its rows by itself.
  await client.query("analyze");
  // Of a few thousand rows it would rather read all. What it still reads as a whole has no index that would serve.
  await client.query("set enable_seqscan = off");
  await client.query("set random_page_cost = 1.1");
  return async ({ sql: text, parameters }: CompiledQuery): Promise<string[]> => {
    const { rows } = await client.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>(
      `explain (format json) ${text}`,
      [...parameters],
    );
    return rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan }) => scansIn(Plan)));
  };
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly PlanNode[];
}

function scansIn(node: PlanNode): string[] {
  const { "Node Type": type, "Relation Name": table = "", "Index Name": index = "" } = node;
  const isWhole =
    (type === "Seq Scan" && LARGE.includes(table)) ||
    (type.includes("Index") && node["Index Cond"] === undefined && isLarge(index) && !FEW.has(index));
  return [...(isWhole ? [`${type} ${table} ${index}`.trim()] : []), ...(node.Plans ?? []).flatMap(scansIn)];
}

function isLarge(index: string): boolean {
  return LARGE.some((table) => index.startsWith(table));
}
