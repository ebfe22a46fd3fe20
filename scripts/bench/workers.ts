/**
 * The gain from more machines: one and three `letterpress serve` on one PostgreSQL, with the sandbox instead of Resend.
 * It has a high limit and slow answers, so that waiting limits a process (four POSTs in flight). Batches have one reader:
 * this measures requests, not how fast one machine composes messages for all of them.
 * Prints both rates and their ratio; exit code 1 below 2.2.
 *
 *   node scripts/bench/workers.ts [--seconds 15] [--runs 1] [--limit 250] [--latency 200] [--per-batch 1]
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { prepareSend } from "./prepare-send.ts";
import { type BenchPostgres, startBenchPostgres } from "./start-postgres.ts";
import { startBenchSandbox } from "./start-sandbox.ts";
import { startServes } from "./start-serves.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "15" },
    runs: { type: "string", default: "1" },
    limit: { type: "string", default: "250" },
    latency: { type: "string", default: "200" },
    "per-batch": { type: "string", default: "1" },
  },
});
const seconds = Number(values.seconds);
const limit = Number(values.limit);
const latencyMs = Number(values.latency);
const perBatch = Number(values["per-batch"]);
/** How many POSTs one `serve` has in flight, which limits the rate that it can reach. */
const IN_FLIGHT = 4;
const MANY = 3;
const WANTED = 2.2;

await using postgres = await startBenchPostgres();
console.log(
  `PostgreSQL, sandbox at ${limit}/s, answers after ${latencyMs} ms, ${perBatch} in a batch, ${seconds} s`,
);
const ratios: number[] = [];
for (let run = 0; run < Number(values.runs); run++) {
  const one = await rateOf(1, postgres);
  const many = await rateOf(MANY, postgres);
  ratios.push(many / one);
  console.log(
    `1 worker ${one.toFixed(1)} requests/s, ${MANY} workers ${many.toFixed(1)} requests/s: ${(many / one).toFixed(2)} times`,
  );
}
const median = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
console.log(
  `${median >= WANTED ? "kept  " : "MISSED"} ${median.toFixed(2)} times, at least ${WANTED} wanted`,
);
if (median < WANTED) process.exitCode = 1;

/** Returns the batches accepted per second by `workers` processes, measured from when all of them have one in flight. */
async function rateOf(workers: number, { database }: BenchPostgres): Promise<number> {
  const batches = Math.ceil((workers * IN_FLIGHT * 1000) / latencyMs) * (seconds + 10);
  await using send = await prepareSend({ batches, perBatch, url: await database() });
  await using sandbox = await startBenchSandbox({ limit, phaseMs: 370, latencyMs });
  await using serves = await startServes({ count: workers, root: send.root, env: send.envFor(sandbox) });
  await send.plan();

  const posters = new Set<string>();
  while (posters.size < workers) {
    serves.check();
    const leases = await send.ledger.db
      .selectFrom("batches")
      .select("lease_token")
      .where("state", "=", "submitting")
      .where("lease_token", "is not", null)
      .execute();
    for (const { lease_token: token } of leases) posters.add(token ?? "");
    await wait(50);
  }
  const began = Date.now();
  await wait(seconds * 1000);
  serves.check();
  const { answers, doubled } = await sandbox.books();
  if (doubled > 0) throw new Error(`${doubled} readers have it twice.`);
  const accepted = answers.filter(
    ({ at, isBatch, status }) => isBatch && status === 200 && at >= began && at < began + seconds * 1000,
  );
  const refused = answers.filter(({ isBatch, status }) => isBatch && status !== 200).length;
  if (refused > 0) console.log(`${refused} answers of ${answers.length} were no acceptance`);
  return accepted.length / seconds;
}
