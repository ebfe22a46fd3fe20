/**
 * How fast a send is planned, against a bare `insert … select` of the same rows into an empty table with the same
 * columns, indexes and foreign keys, under the same settings. Both in turns, medians; every plan in a process and a copy
 * of the ledger of its own. Exit 1 where the plan takes more than three times as long, or memory grows with readers.
 *
 *   node scripts/bench/plan.ts [--recipients 100000] [--runs 3]
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { planSend } from "#src/send/plan-send.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";
import { addBenchReaders, benchLedger, benchSend, median } from "./bench-ledger.ts";

const BAR = 1 / 3;
const RSS_BAR_MB = 200;

interface Planned {
  readonly seconds: number;
  readonly recipients: number;
  readonly megabytes: number;
}

const { values } = parseArgs({
  options: {
    recipients: { type: "string", default: "100000" },
    runs: { type: "string", default: "3" },
    file: { type: "string" },
  },
});
const recipients = Number(values.recipients);

if (values.file === undefined) await compare(Number(values.runs));
else console.log(JSON.stringify(await plan(values.file)));

async function compare(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
  try {
    const made = join(folder, "readers.db");
    {
      await using ledger = await benchLedger(folder, `sqlite:${made}`);
      addBenchReaders(made, recipients);
      await benchSend(ledger);
    }
    const plans: Planned[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const copy = join(folder, `run-${run}.db`);
      copyFileSync(made, copy);
      plans.push(
        JSON.parse(
          execFileSync(process.execPath, [import.meta.filename, "--file", copy], {
            encoding: "utf8",
          }),
        ) as Planned,
      );
      bare.push(bareInsert(copy));
      for (const end of ["", "-wal", "-shm"]) rmSync(`${copy}${end}`, { force: true });
    }
    report(median(plans.map(({ seconds }) => seconds)), median(bare), plans);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(ours: number, bare: number, plans: readonly Planned[]): void {
  const rows = plans[0]?.recipients ?? 0;
  const line = (name: string, seconds: number) =>
    console.log(
      `${name.padEnd(24)} ${seconds.toFixed(2).padStart(7)} s  ${Math.round(rows / seconds).toLocaleString("en")} recipients/s`,
    );
  line("bare insert … select", bare);
  line("letterpress plan", ours);
  const megabytes = Math.max(...plans.map(({ megabytes: peak }) => peak));
  console.log(
    `speed ${(bare / ours).toFixed(3)} of the bare insert (bar: ${BAR.toFixed(3)}); RSS at most ${megabytes} MB (bar: ${RSS_BAR_MB})`,
  );
  // A small plan ends before it can be told apart from the noise of its machine.
  process.exitCode = recipients < 100_000 || (bare / ours >= BAR && megabytes < RSS_BAR_MB) ? 0 : 1;
}

async function plan(file: string): Promise<Planned> {
  await using ledger = await benchLedger(dirname(file), `sqlite:${file}`);
  const { id } = await ledger.db.selectFrom("sends").select("id").executeTakeFirstOrThrow();
  const started = performance.now();
  await planSend(ledger, id);
  const seconds = (performance.now() - started) / 1000;
  const send = await ledger.db.selectFrom("sends").selectAll().executeTakeFirstOrThrow();
  if (send.state !== "submitting") throw new Error(`Expected submitting, got ${send.state}: ${send.note}`);
  const batches = await ledger.db
    .selectFrom("deliveries")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .groupBy("batch_id")
    .having("batch_id", "is not", null)
    .execute();
  const frozen = batches.reduce((sum, { n }) => sum + n, 0);
  if (frozen !== send.recipients || batches.some(({ n }) => n > 100))
    throw new Error(`Expected ${send.recipients} deliveries in batches of a hundred, found ${frozen}.`);
  return {
    seconds,
    recipients: send.recipients ?? 0,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Returns the seconds that a bare insert of the plan's rows takes, in the plan's order. */
function bareInsert(file: string): number {
  const database = openSqlite(file);
  const made = database
    .prepare<[], { sql: string }>(
      "select sql from sqlite_master where tbl_name = 'deliveries' and sql is not null order by type desc",
    )
    .all();
  for (const { sql } of made) {
    database.exec(
      sql
        .replace(/^create table "deliveries"/i, 'create table "bare"')
        .replace(/^(create (?:unique )?index) "?(\w+)"? on "?deliveries"?/i, "$1 bare_$2 on bare"),
    );
  }
  const started = performance.now();
  database.exec("insert into bare select * from deliveries order by id");
  const seconds = (performance.now() - started) / 1000;
  database.close();
  return seconds;
}
