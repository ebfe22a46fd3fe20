/**
 * Whether a send keeps the pace that Resend permits, over HTTP and in real time: the sandbox (fixed windows of one
 * second) and every `letterpress serve` are processes of their own. Measured from the first answer for `--seconds`:
 *
 * - alone: at least 95 % of what is permitted, at most 0.5 % of the answers 429
 * - beside another program that takes half of the limit: at least 95 % of the rest, and from 5 requests a second as few
 *   429. With fewer, a few 429 at the beginning are more than one in two hundred for half an hour (test/model/pace.test.ts)
 * - both also with a second process, on SQLite and on PostgreSQL, and with answers that take 200 ms
 *
 * Each send then goes on to its end: nobody is left out and nobody gets it twice. Exit code 1 where a bar is missed.
 *
 *   node scripts/bench/pace.ts [--seconds 60] [--limits 1,2,3,5,10,50] [--per-batch 100] [--phase 370] [--only TEXT]
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sendById } from "#src/store/sends/sends.ts";
import { prepareSend } from "./prepare-send.ts";
import type { SandboxBooks } from "./sandbox-process.ts";
import { startBenchPostgres } from "./start-postgres.ts";
import { type BenchSandbox, startBenchSandbox } from "./start-sandbox.ts";
import { startServes } from "./start-serves.ts";

interface Situation {
  readonly name: string;
  readonly dialect: "sqlite" | "postgres";
  readonly processes: number;
  readonly foreign: boolean;
  readonly latencyMs: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    limits: { type: "string", default: "1,2,3,5,10,50" },
    "per-batch": { type: "string", default: "100" },
    phase: { type: "string", default: "370" },
    only: { type: "string", default: "" },
  },
});
const seconds = Number(values.seconds);
const limits = values.limits.split(",").map(Number);
const perBatch = Number(values["per-batch"]);
const ALONE_SHARE = 0.95;
const BESIDE_SHARE = 0.95;
const REFUSED_SHARE = 0.005;

const SENDERS: readonly Pick<Situation, "dialect" | "processes" | "latencyMs">[] = [
  { dialect: "sqlite", processes: 1, latencyMs: 0 },
  { dialect: "sqlite", processes: 2, latencyMs: 0 },
  { dialect: "postgres", processes: 2, latencyMs: 0 },
  { dialect: "sqlite", processes: 1, latencyMs: 200 },
];
const SITUATIONS: readonly Situation[] = SENDERS.flatMap((sender) =>
  [false, true].map((foreign) => ({ ...sender, foreign, name: nameOf({ ...sender, foreign }) })),
);

const chosen = SITUATIONS.filter(({ name }) => name.includes(values.only));
await using postgres = chosen.some(({ dialect }) => dialect === "postgres")
  ? await startBenchPostgres()
  : null;
let missed = 0;
for (const limit of limits) {
  console.log(
    `${limit} requests a second in fixed windows, measured for ${seconds} s, batches of ${perBatch}`,
  );
  for (const situation of chosen) missed += (await measure(situation, limit)) ? 0 : 1;
}
if (missed > 0) {
  console.log(`${missed} of ${chosen.length * limits.length} missed their bar.`);
  process.exitCode = 1;
}

/** Measures one situation and prints a line; false if a bar is missed. */
async function measure(situation: Situation, limit: number): Promise<boolean> {
  const permitted = seconds * (situation.foreign ? limit / 2 : limit);
  // Enough batches to last longer than the measurement, even if the other program gets nothing.
  const batches = Math.ceil(permitted * (situation.foreign ? 1.3 : 1.05)) + limit;
  const url = situation.dialect === "postgres" ? ((await postgres?.database()) ?? null) : null;
  await using send = await prepareSend({ batches, perBatch, url });
  await using sandbox = await startBenchSandbox({
    limit,
    phaseMs: Number(values.phase),
    latencyMs: situation.latencyMs,
  });
  await using serves = await startServes({
    count: situation.processes,
    root: send.root,
    env: send.envFor(sandbox),
  });
  const other = situation.foreign ? startForeign(sandbox, limit) : null;
  await send.plan();

  const began = await firstAnswer(sandbox, serves.check);
  await wait(began + seconds * 1000 - Date.now());
  other?.kill();
  while ((await sendById(send.ledger.db, send.sendId))?.state !== "submitted") {
    serves.check();
    await wait(100);
  }
  return report(situation, permitted, began, await sandbox.books(), batches * perBatch);
}

function startForeign({ url, apiKey }: BenchSandbox, limit: number) {
  const script = join(import.meta.dirname, "foreign-client.ts");
  return spawn(process.execPath, [script, url, apiKey, String(limit / 2)], { stdio: "inherit" });
}

/** Returns when the first batch arrived, because the limit is unknown before its answer. */
async function firstAnswer(sandbox: BenchSandbox, check: () => void): Promise<number> {
  for (;;) {
    const first = (await sandbox.books()).answers.find(({ isBatch }) => isBatch);
    if (first !== undefined) return first.at;
    check();
    await wait(20);
  }
}

function report(
  { name, foreign }: Situation,
  permitted: number,
  began: number,
  { answers, reached, doubled }: SandboxBooks,
  readers: number,
): boolean {
  const ours = answers.filter(({ isBatch }) => isBatch);
  const accepted = ours.filter(
    ({ at, status }) => status === 200 && at >= began && at < began + seconds * 1000,
  ).length;
  const refused = ours.filter(({ status }) => status === 429).length / ours.length;
  const theirs = answers.filter(({ isBatch }) => !isBatch);
  const theirRefused = theirs.filter(({ status }) => status === 429).length / Math.max(1, theirs.length);
  const share = accepted / permitted;
  const lost = readers - reached;
  const isLearnt = !foreign || permitted * 2 >= 5 * seconds;
  const isKept =
    share >= (foreign ? BESIDE_SHARE : ALONE_SHARE) &&
    (!isLearnt || refused <= REFUSED_SHARE) &&
    lost === 0 &&
    doubled === 0;
  console.log(
    `${isKept ? "kept  " : "MISSED"} ${name.padEnd(46)} permitted ${permitted}, accepted ${accepted} (${percent(share)}), ` +
      `429 ${percent(refused)}, lost ${lost}, doubled ${doubled}${foreign ? `; the other's 429 ${percent(theirRefused)}` : ""}`,
  );
  return isKept;
}

function nameOf({ dialect, processes, foreign, latencyMs }: Omit<Situation, "name">): string {
  const where = `${processes} on ${dialect === "sqlite" ? "SQLite" : "PostgreSQL"}`;
  return [where, ...(latencyMs === 0 ? [] : [`${latencyMs} ms`]), foreign ? "beside another" : "alone"].join(
    ", ",
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
