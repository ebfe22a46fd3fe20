/**
 * For how long a serving process answers nobody. The ledger is one of a weekly after some months. One process serves
 * the readers' pages and does a tick, a plan, a release, a cancel, an erasure and all that is read; during each work
 * readers leave by one-click POSTs. Each run begins with the same ledger; medians of all runs. Exit 1 if the event loop
 * stands still for longer than 100 ms, or a POST is not answered with 200.
 *
 *   node scripts/bench/latency.ts [--readers 200000] [--runs 3] [--database sqlite|postgres] [--keep FILE]
 *
 * `--keep` leaves SQLite's ledger in a file and begins with it the next time.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { makeToken } from "#src/model/token.ts";
import { writeProject } from "../../test/helpers/write-project.ts";
import { benchKey, benchLedger, median } from "./bench-ledger.ts";
import { WEEKLY, fillLedger, readerId } from "./fill-ledger.ts";
import type { Cost, ServeRequest } from "./latency-serve.ts";
import { startBenchPostgres } from "./start-postgres.ts";

const BAR_MS = 100;
/** Time between two POSTs. */
const EVERY_MS = 50;

const { values } = parseArgs({
  options: {
    readers: { type: "string", default: String(WEEKLY.readers) },
    runs: { type: "string", default: "3" },
    database: { type: "string" },
    keep: { type: "string" },
  },
});
const readers = Number(values.readers);
const runs = Number(values.runs);
const share = readers / WEEKLY.readers;
const size = {
  readers,
  issues: WEEKLY.issues,
  events: Math.round(WEEKLY.events * share),
  triggers: Math.round(WEEKLY.triggers * share),
  pending: Math.round(WEEKLY.pending * Math.min(1, share)),
};

interface Done extends Cost {
  readonly name: string;
  /** The slowest answer to a POST during the work. */
  readonly postMs: number;
  readonly posts: number;
  readonly failed: number;
}

const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
try {
  await writeProject(folder, {
    "issues/2026-12-01-later.md": issueText("Later"),
    "issues/2026-12-08-draft.md": issueText("Draft").replace("draft: false", "draft: true"),
  });
  for (const database of values.database === undefined ? ["sqlite", "postgres"] : [values.database])
    report(database, await (database === "sqlite" ? onSqlite() : onPostgres()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The text of an issue that uses each reader's name, so that a tick counts the readers without one. */
function issueText(title: string): string {
  const year = new Date().getFullYear() + 1;
  return `---\ntitle: ${title}\npreview_text: What this letter has to say, in one line of a fair length.\nsend_at: ${year}-12-01 09:00\ndraft: false\n---\n\nHello {{ subscriber.first_name | default: "there" }}.\n`;
}

async function onSqlite(): Promise<Done[][]> {
  const made = values.keep === undefined ? join(folder, "made.db") : resolve(values.keep);
  if (!existsSync(made)) {
    await using ledger = await benchLedger(folder, `sqlite:${made}`);
    await fillLedger(ledger, size);
  }
  console.log(`SQLite, ${(statSync(made).size / 2 ** 20).toFixed(0)} MB`);
  const all: Done[][] = [];
  for (let run = 0; run < runs; run += 1) {
    const file = join(folder, "run.db");
    copyFileSync(made, file);
    all.push(await measureRun({ root: folder, ledgerUrl: `sqlite:${file}` }));
    for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  }
  return all;
}

async function onPostgres(): Promise<Done[][]> {
  await using server = await startBenchPostgres();
  const made = await server.database();
  {
    await using ledger = await benchLedger(folder, made);
    await fillLedger(ledger, size);
  }
  console.log("PostgreSQL");
  const all: Done[][] = [];
  for (let run = 0; run < runs; run += 1) {
    const ledgerUrl = await copyDatabase(made, `run_${run}`);
    all.push(await measureRun({ root: folder, ledgerUrl }));
  }
  return all;
}

async function copyDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({
    connectionString: Object.assign(new URL(url), { pathname: "/postgres" }).href,
  });
  await client.connect();
  await client.query(`create database ${name} template ${new URL(url).pathname.slice(1)}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function measureRun(request: ServeRequest): Promise<Done[]> {
  const script = resolve(import.meta.dirname, "latency-serve.ts");
  const child = fork(script, [JSON.stringify(request)], { env: { PATH: process.env["PATH"] ?? "" } });
  // Two listeners for each work.
  child.setMaxListeners(0);
  const exited = once(child, "exit");
  const { url, works } = await hear<{ url: string; works: string[] }>(child);
  const done: Done[] = [];
  let reader = 100;
  for (const name of works) {
    let working = true;
    const finished = hear<Cost & { error?: string }>(child).finally(() => (working = false));
    child.send(name);
    const posts: Promise<{ readonly ok: boolean; readonly ms: number }>[] = [];
    while (working) {
      posts.push(leave(url, readerId((reader += 1))));
      await Promise.race([wait(EVERY_MS), finished]);
    }
    const { error, ...cost } = await finished;
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    const answers = await Promise.all(posts);
    const failed = answers.filter(({ ok }) => !ok).length;
    const postMs = Math.max(...answers.map(({ ms }) => ms));
    console.error(`  ${name}: ${cost.stallMs.toFixed(0)} ms`);
    done.push({ ...cost, name, postMs, posts: answers.length, failed });
  }
  child.disconnect();
  await exited;
  return done;
}

async function hear<T>(child: ChildProcess): Promise<T> {
  const [message] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`The serving process ended: ${String(code)}.`)),
    ),
  ])) as [T];
  return message;
}

async function leave(url: string, subscriber: string): Promise<{ ok: boolean; ms: number }> {
  const address = `${url}/u/${makeToken("unsubscribe", { subscriber, list: "weekly" }, benchKey)}`;
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const began = performance.now();
  const ok = await fetch(address, { method: "POST", body, redirect: "error" }).then(
    async (response) => (await response.text()) !== "" && response.status === 200,
    () => false,
  );
  return { ok, ms: performance.now() - began };
}

function report(database: string, all: readonly (readonly Done[])[]): void {
  const names = all[0]?.map(({ name }) => name) ?? [];
  console.log(`${"".padEnd(40)} longest stall   of it busy     took   slowest POST`);
  for (const name of names) {
    const those = all.flatMap((run) => run.filter((one) => one.name === name));
    const [stall, busy, seconds, post] = (["stallMs", "busyMs", "seconds", "postMs"] as const).map((key) =>
      median(those.map((one) => one[key])),
    ) as [number, number, number, number];
    const failed = those.reduce((sum, one) => sum + one.failed, 0);
    const over = stall > BAR_MS ? `  over ${BAR_MS} ms` : "";
    const lost = failed > 0 ? `  ${failed} POSTs failed` : "";
    console.log(
      `${name.padEnd(40)} ${stall.toFixed(0).padStart(10)} ms ${busy.toFixed(0).padStart(9)} ms ${seconds.toFixed(2).padStart(8)} s ${post.toFixed(0).padStart(10)} ms${over}${lost}`,
    );
    // With a small ledger only the POSTs are judged: its longest stalls come from code that runs for the first time.
    if (failed > 0 || (stall > BAR_MS && readers >= WEEKLY.readers)) process.exitCode = 1;
  }
  console.log(`${database}: ${readers.toLocaleString("en")} readers, medians of ${all.length} runs`);
}
