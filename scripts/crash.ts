/**
 * The proof that the send engine holds: kills sending processes at random moments, lets the sandbox fail in every way
 * it knows, and counts what each reader got. Prints the README's table. Exit code 1 if a reader is lost or has two
 * copies, if the books do not balance, or if no kill hit a batch in one of its states. Nothing leaves this machine.
 *
 *   npm run crash [-- --kills 500 --seed 1 --lanes 2 --only REGEXP]
 */
import { parseArgs } from "node:util";
import { MINUTE_MS } from "#src/model/durations.ts";
import { seededRandom } from "../test/crash/seeded-random.ts";
import { startPostgres } from "../test/helpers/start-postgres.ts";
import { ACCIDENT_SITUATIONS } from "./crash/accidents.ts";
import { CHECKOUT_SITUATIONS } from "./crash/checkouts.ts";
import { CLOCK_SITUATIONS } from "./crash/clocks.ts";
import { FAULT_SITUATIONS } from "./crash/faults.ts";
import { FILE_SITUATIONS } from "./crash/files.ts";
import { LONG_KILLS } from "./crash/long-kills.ts";
import { PLAN_SITUATIONS } from "./crash/plans.ts";
import { type Context, type Result, type Situation, sumResults } from "./crash/situation.ts";
import { SWITCH_SITUATIONS } from "./crash/switches.ts";
import { type Outcome, tableOf, unmet } from "./crash/table.ts";

/** After this time something must be hanging that should have stopped by itself. */
const LONGEST_MS = 90 * MINUTE_MS;

interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly lanes: number;
  readonly only: string;
}

async function main(options: Options): Promise<number> {
  const all = [
    ...LONG_KILLS,
    ...ACCIDENT_SITUATIONS,
    ...CLOCK_SITUATIONS,
    ...FAULT_SITUATIONS,
    ...SWITCH_SITUATIONS,
    ...FILE_SITUATIONS,
    ...CHECKOUT_SITUATIONS,
    ...PLAN_SITUATIONS,
  ];
  const only = new RegExp(options.only);
  const chosen = all.filter(({ name, database }) => only.test(`${database} ${name}`));
  if (chosen.length === 0)
    throw new Error(`Expected --only to name a situation; none has “${options.only}”.`);
  const began = performance.now();
  const outcomes = await runAll(chosen, options);
  const results = outcomes.flatMap(({ result }) => (result instanceof Error ? [] : [result]));
  const total = sumResults(results);
  console.log(`\n${tableOf(outcomes, total)}\n`);
  const minutes = ((performance.now() - began) / MINUTE_MS).toFixed(1);
  console.log(`${chosen.length} situations in ${minutes} min, seed ${options.seed}.`);
  return verdict(outcomes, total, options.only === "");
}

/** Runs a few situations side by side, because most of the time a process is starting or something waits. */
async function runAll(situations: readonly Situation[], { kills, seed, lanes }: Options): Promise<Outcome[]> {
  await using shared = await startPostgres();
  await using restarted = await startPostgres();
  const outcomes: Outcome[] = [];
  const queue = situations.map((situation, at) => ({ situation, at }));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { situation, at } = next;
      // A situation that restarts a database must not do so under another situation.
      const postgres = situation.name.includes("restarted") ? restarted : shared;
      const context: Context = {
        kills,
        postgres,
        random: seededRandom(`${seed} ${situation.database} ${situation.name}`),
      };
      const result = await situation.run(context).catch(asError);
      outcomes[at] = { situation, result };
      report(situation, result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return outcomes;
}

function report({ name, database }: Situation, result: Result | Error): void {
  const wrong = result instanceof Error ? [result.stack ?? result.message] : wrongOf(result);
  console.error(`${wrong.length === 0 ? "held  " : "BROKE "} ${database}: ${name}`);
  for (const words of wrong.slice(0, 5)) console.error(`       ${words}`);
}

function wrongOf({ lost, doubled, wrong }: Result): string[] {
  return [...(lost > 0 ? [`${lost} lost`] : []), ...(doubled > 0 ? [`${doubled} doubled`] : []), ...wrong];
}

function verdict(outcomes: readonly Outcome[], total: Result, whole: boolean): number {
  const broke = outcomes.filter(({ result }) => result instanceof Error || wrongOf(result).length > 0);
  const missing = whole ? unmet(total) : [];
  if (broke.length > 0) console.log(`Failed: ${broke.map(({ situation }) => situation.name).join("; ")}.`);
  if (missing.length > 0) console.log(`No kill hit a batch in the state ${missing.join(" or ")}.`);
  if (broke.length + missing.length > 0) return 1;
  console.log("Nobody lost, nobody mailed twice, nothing sent against a person's word, every book balanced.");
  return 0;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "500" },
      seed: { type: "string", default: "20261125" },
      lanes: { type: "string", default: "2" },
      only: { type: "string", default: "" },
    },
  });
  const number = (name: "kills" | "seed" | "lanes"): number => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new Error(`Expected --${name} to be a whole number above 0, got “${values[name]}”.`);
  };
  return { kills: number("kills"), seed: number("seed"), lanes: number("lanes"), only: values.only };
}

setTimeout(() => {
  console.error("The run did not end by itself.");
  process.exit(1);
}, LONGEST_MS).unref();
process.exitCode = await main(readOptions());
