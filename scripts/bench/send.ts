/**
 * What sending costs, measured side by side in one run against a bare sink in another process:
 * `floor` posts prebuilt bytes, `loop` is what a user would write (Liquid per reader, `resend.batch.send` in a loop),
 * `letterpress` plans and sends from a ledger. Prints emails/s, CPU per email, peak RSS and wire bytes.
 *
 *   node scripts/bench/send.ts [--recipients 10000] [--runs 3]
 */
import { spawn, execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

export interface Measure {
  readonly emailsPerSecond: number;
  readonly cpuMicrosPerEmail: number;
  readonly peakRssMb: number;
  /** RSS at the end of the first and of the last quarter, MB; null where the arm does not look. */
  readonly quarters: readonly [number, number] | null;
}

const { values } = parseArgs({
  options: { recipients: { type: "string", default: "10000" }, runs: { type: "string", default: "3" } },
});
const recipients = Number(values.recipients);
const ARMS = ["floor", "loop", "letterpress"] as const;

const sink = spawn(process.execPath, [join(import.meta.dirname, "sink.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [line] = (await once(sink.stdout, "data")) as [Buffer];
const url = `http://127.0.0.1:${line.toString().trim()}`;
const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
try {
  for (const kilobytes of [15, 40]) await compare(kilobytes);
} finally {
  sink.kill();
  await rm(folder, { recursive: true, force: true });
}

async function compare(kilobytes: number): Promise<void> {
  console.log(`\n${recipients} recipients, emails of ${kilobytes} kB, medians of ${values.runs} runs`);
  const results = new Map<string, Measure[]>();
  const wire = new Map<string, number>();
  for (let run = 0; run < Number(values.runs); run++) {
    for (const arm of ARMS) {
      const { stdout } = await promisify(execFile)(process.execPath, [
        join(import.meta.dirname, "send-arm.ts"),
        arm,
        url,
        String(recipients),
        String(kilobytes),
        join(folder, `${arm}-${kilobytes}-${run}`),
      ]);
      results.set(arm, [...(results.get(arm) ?? []), JSON.parse(stdout) as Measure]);
      const stats = (await (await fetch(`${url}/stats`)).json()) as { bytes: number; emails: number };
      if (stats.emails !== recipients) throw new Error(`${arm} sent ${stats.emails} of ${recipients}.`);
      wire.set(arm, stats.bytes / stats.emails);
    }
  }
  const medians = new Map([...results].map(([arm, runs]) => [arm, medianOf(runs)]));
  for (const [arm, measure] of medians) {
    const [first, last] = measure.quarters ?? [0, 0];
    const flat =
      measure.quarters === null ? "" : `   RSS quarters ${first.toFixed(0)} -> ${last.toFixed(0)} MB`;
    console.log(
      `${arm.padEnd(12)} ${measure.emailsPerSecond.toFixed(0).padStart(8)} emails/s ${measure.cpuMicrosPerEmail.toFixed(0).padStart(6)} µs CPU/email ` +
        `${measure.peakRssMb.toFixed(0).padStart(5)} MB peak ${(wire.get(arm) ?? 0).toFixed(0).padStart(7)} B/email${flat}`,
    );
  }
  const loop = medians.get("loop");
  const ours = medians.get("letterpress");
  if (loop === undefined || ours === undefined) return;
  console.log(
    `letterpress / loop: ${(ours.emailsPerSecond / loop.emailsPerSecond).toFixed(2)} of its speed, ${(ours.cpuMicrosPerEmail / loop.cpuMicrosPerEmail).toFixed(2)} of its CPU`,
  );
}

function medianOf(runs: readonly Measure[]): Measure {
  const middle = (pick: (measure: Measure) => number) =>
    runs.map(pick).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
  const quarters = runs.every((run) => run.quarters !== null)
    ? ([middle((run) => run.quarters?.[0] ?? 0), middle((run) => run.quarters?.[1] ?? 0)] as const)
    : null;
  return {
    emailsPerSecond: middle((run) => run.emailsPerSecond),
    cpuMicrosPerEmail: middle((run) => run.cpuMicrosPerEmail),
    peakRssMb: middle((run) => run.peakRssMb),
    quarters,
  };
}
