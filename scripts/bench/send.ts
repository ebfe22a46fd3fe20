/**
 * What sending costs, measured side by side in one run against a bare sink in another process: `floor` posts prebuilt
 * bytes, `loop` is what a user would write (Liquid per reader, `resend.batch.send` in a loop), `letterpress` plans and
 * sends from a ledger. Prints emails/s, CPU per email, peak RSS and wire bytes, and ends with 1 if a bar is missed.
 * Half of a small send is the start of a process, so for it only the count is judged.
 *
 *   node scripts/bench/send.ts [--recipients 10000] [--runs 3] [--kilobytes 15,40]
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
  /** Median RSS in the first and in the last quarter of the send, MB; null if the arm does not measure it. */
  readonly quarters: readonly [number, number] | null;
}

/** What Letterpress has to reach: shares of the loop's speed and CPU, MB, and growth from the first to the last quarter. */
const BARS = { speed: 1.5, cpu: 2 / 3, peakMb: 200, growth: 1.1 };
/** The flags with which docs/production.md starts Node: the collector runs often, while V8's default lets garbage grow first. */
const PRODUCTION = ["--max-semi-space-size=2", "--max-old-space-size=384"];
/** A send to at least this many recipients is long enough to be judged. */
const LONG = 50_000;

const { values } = parseArgs({
  options: {
    recipients: { type: "string", default: "10000" },
    runs: { type: "string", default: "3" },
    kilobytes: { type: "string", default: "15,40" },
  },
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
  for (const kilobytes of values.kilobytes.split(",").map(Number)) {
    if (!(await compare(kilobytes))) process.exitCode = 1;
  }
} finally {
  sink.kill();
  await rm(folder, { recursive: true, force: true });
}

/** Runs all arms in turn, `runs` times, at one size of email. True if every bar is met. */
async function compare(kilobytes: number): Promise<boolean> {
  console.log(`\n${recipients} recipients, emails of ${kilobytes} kB, medians of ${values.runs} runs`);
  const results = new Map<string, Measure[]>();
  const wire = new Map<string, number>();
  for (let run = 0; run < Number(values.runs); run++) {
    for (const arm of ARMS) {
      const ledger = join(folder, `${kilobytes}-${run}`);
      if (arm === "letterpress") await runArm("prepare", kilobytes, ledger);
      const measure = JSON.parse(await runArm(arm, kilobytes, ledger)) as Measure;
      results.set(arm, [...(results.get(arm) ?? []), measure]);
      const stats = (await (await fetch(`${url}/stats`)).json()) as { bytes: number; emails: number };
      if (stats.emails !== recipients) throw new Error(`${arm} sent ${stats.emails} of ${recipients}.`);
      wire.set(arm, stats.bytes / stats.emails);
      await rm(ledger, { recursive: true, force: true });
    }
  }
  const medians = new Map([...results].map(([arm, runs]) => [arm, medianOf(runs)]));
  for (const [arm, measure] of medians) console.log(lineOf(arm, measure, wire.get(arm) ?? 0));
  const loop = medians.get("loop");
  const ours = medians.get("letterpress");
  return loop !== undefined && ours !== undefined && judge(ours, loop);
}

async function runArm(arm: string, kilobytes: number, ledger: string): Promise<string> {
  const script = join(import.meta.dirname, "send-arm.ts");
  const args = [script, arm, url, String(recipients), String(kilobytes), ledger];
  const flags = arm === "letterpress" ? PRODUCTION : [];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args]);
  return stdout;
}

function lineOf(arm: string, measure: Measure, wireBytes: number): string {
  const { emailsPerSecond, cpuMicrosPerEmail, peakRssMb, quarters } = measure;
  const [first, last] = quarters ?? [0, 0];
  return [
    arm.padEnd(12),
    `${emailsPerSecond.toFixed(0).padStart(8)} emails/s`,
    `${cpuMicrosPerEmail.toFixed(0).padStart(6)} µs CPU/email`,
    `${peakRssMb.toFixed(0).padStart(5)} MB peak`,
    `${wireBytes.toFixed(0).padStart(7)} B/email`,
    quarters === null ? "" : `  RSS ${first.toFixed(0)} -> ${last.toFixed(0)} MB, first to last quarter`,
  ].join(" ");
}

function judge(ours: Measure, loop: Measure): boolean {
  const speed = ours.emailsPerSecond / loop.emailsPerSecond;
  const cpu = ours.cpuMicrosPerEmail / loop.cpuMicrosPerEmail;
  const [first, last] = ours.quarters ?? [0, 0];
  console.log(
    `letterpress / loop: ${speed.toFixed(2)} of its speed (bar: ${BARS.speed}), ${cpu.toFixed(2)} of its CPU (bar: ${BARS.cpu.toFixed(2)})`,
  );
  if (recipients < LONG) return true;
  const frugal = ours.peakRssMb < BARS.peakMb && last <= first * BARS.growth;
  return speed >= BARS.speed && cpu <= BARS.cpu && frugal;
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
