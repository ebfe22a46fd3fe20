/**
 * Shows that mutated issues never crash `check` or keep it busy: `node scripts/preflight-mutations.ts [RUNS] [SEED]`
 * checks 2,000 of them, and exits with 1 if one does. The same seed repeats a failure.
 */
import { seededRandom } from "../test/crash/seeded-random.ts";
import { checkMutations } from "../test/preflight/mutate-fixtures.ts";

const [runs = "2000", seed = String(process.pid)] = process.argv.slice(2);
const wrong = await checkMutations(Number(runs), seededRandom(seed));
for (const one of wrong) console.log(`${one}\n`);
console.log(
  `${Number(runs).toLocaleString("en")} mutated issues with the seed ${seed}: ${wrong.length} went wrong.`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
