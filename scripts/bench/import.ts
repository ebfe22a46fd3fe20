/**
 * How fast a CSV goes into a ledger, against the `sqlite3` command's own `.import` of the same file into a table with
 * the same unique index (the address) under the same settings. `--rows N` (default 100,000; the bar is for 1,000,000).
 */
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "csv-parse";
import { importInWorker } from "#src/audience/import/import-in-worker.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";
import { writeCsv } from "./bench-csv.ts";
import { benchLedger, benchNewsletter } from "./bench-ledger.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "100000" }, file: { type: "string" } },
});
const rows = Number(values.rows);

if (values.file === undefined) await compare();
else console.log(JSON.stringify(await ledgerImport(values.file)));

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
  const csv = join(folder, "readers.csv");
  try {
    await writeCsv(csv, rows);
    const baseline = hasSqlite() ? sqliteImport(folder, csv) : await bareInserts(folder, csv);
    // In a process of its own: otherwise the memory used to write the file above would count as the import's.
    const ours = JSON.parse(
      execFileSync(process.execPath, [import.meta.filename, "--rows", values.rows, "--file", csv], {
        encoding: "utf8",
      }),
    ) as { seconds: number; megabytes: number };
    const ratio = baseline.seconds / ours.seconds;
    console.log(`${baseline.name.padEnd(28)} ${speed(baseline.seconds)}`);
    console.log(`${"letterpress import".padEnd(28)} ${speed(ours.seconds)}`);
    console.log(
      `speed ${ratio.toFixed(3)} of the baseline (bar: 0.2); RSS at most ${ours.megabytes} MB (bar: 250)`,
    );
    // The bar is set for a million rows: a small table fits into SQLite's cache, and the thread's start weighs more.
    process.exitCode = rows < 1_000_000 || (ratio >= 0.2 && ours.megabytes < 250) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function speed(seconds: number): string {
  return `${seconds.toFixed(2)} s  ${Math.round(rows / seconds).toLocaleString("en")} rows/s`;
}

async function ledgerImport(csv: string): Promise<{ seconds: number; megabytes: number }> {
  await using ledger = await benchLedger(dirname(csv));
  const started = performance.now();
  const summary = await importInWorker(ledger, csv, {
    list: "weekly",
    newsletter: benchNewsletter,
    suppressionKey: "bench".repeat(8),
  });
  const seconds = (performance.now() - started) / 1000;
  if (summary.new !== rows) throw new Error(`Expected ${rows} new rows, got ${JSON.stringify(summary)}.`);
  return { seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) };
}

function hasSqlite(): boolean {
  try {
    execFileSync("sqlite3", ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function sqliteImport(folder: string, csv: string): { name: string; seconds: number } {
  const started = performance.now();
  execFileSync("sqlite3", [
    join(folder, "baseline.db"),
    "pragma journal_mode = wal; pragma synchronous = full;",
    "create table t (email text unique, first_name text, last_name text, city text, status text, created_at text);",
    ".mode csv",
    `.import --skip 1 ${csv} t`,
  ]);
  return { name: "sqlite3 .import", seconds: (performance.now() - started) / 1000 };
}

/** The baseline if there is no sqlite3: the least that a program in this language can do. */
async function bareInserts(folder: string, csv: string): Promise<{ name: string; seconds: number }> {
  const started = performance.now();
  const database = openSqlite(join(folder, "baseline.db"));
  database.exec("create table t (email text unique, a text, b text, c text, d text, e text)");
  const insert = database.prepare("insert into t values (?, ?, ?, ?, ?, ?)");
  database.exec("begin");
  for await (const row of createReadStream(csv).pipe(parse({ from_line: 2 }))) insert.run(row as string[]);
  database.exec("commit");
  database.close();
  return { name: "better-sqlite3 loop", seconds: (performance.now() - started) / 1000 };
}
