/**
 * Shows that the proof can fail: puts one fault after another into a copy of the sender and runs the tests that should
 * notice. Prints a table of the tests that did. Exit code 1 if no test catches a fault, or if a fault can no longer be
 * put in.
 *
 *   npm run prove [-- --only WORDS]
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { everyFault } from "./prove/every-fault.ts";
import { type SeededFault, seedFault } from "./prove/faults.ts";

const root = resolve(import.meta.dirname, "..");

/** For the tests of one fault. Even on a busy machine only a test that hangs takes this long. */
const PATIENCE_MS = 900_000;

/** What the tests read. */
const PARTS = ["src", "test", "templates", "issues", "newsletter.config.ts", "package.json", "tsconfig.json"];

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
  const chosen = (await everyFault()).filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(`Expected --only to name a fault; none has “${values.only}”.`);

  const copy = await mkdtemp(join(tmpdir(), "letterpress-prove-"));
  let missed = 0;
  try {
    for (const part of PARTS) await cp(join(root, part), join(copy, part), { recursive: true });
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    console.log("| Fault | Tests that caught it |\n|---|---|");
    for (const fault of chosen) {
      const stale = await whyStale(fault);
      const ran = stale === null ? await testsThatFail(copy, fault) : { failed: [], why: stale };
      if (ran.failed.length === 0) missed += 1;
      console.log(`| ${fault.name} | ${ran.why ?? inWords(ran.failed)} |`);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  console.log(
    missed === 0
      ? `\nAll ${chosen.length} faults are caught.`
      : `\n${missed} of ${chosen.length} faults are not caught.`,
  );
  return missed === 0 ? 0 : 1;
}

/** Returns why a fault can no longer be put in, so that nobody knows whether a test would notice it; null if it can be. */
async function whyStale(fault: SeededFault): Promise<string | null> {
  try {
    seedFault(fault, await readFile(join(root, fault.file), "utf8"));
    return null;
  } catch (error) {
    return `**stale**: ${String(error).replaceAll("|", "\\|")}`;
  }
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replaceAll("|", "\\|");
}

function inWords(titles: readonly string[]): string {
  if (titles.length === 0) return "**none**";
  const shown = titles.slice(0, 3).map((title) => title.replaceAll("|", "\\|").replace(/^on sqlite /, ""));
  return shown.join(" · ") + (titles.length > 3 ? ` · and ${titles.length - 3} more` : "");
}

/** Returns the titles of the tests that fail with the fault in; `why` if none could run, which does not end the tests of other faults. */
async function testsThatFail(
  copy: string,
  fault: SeededFault,
): Promise<{ readonly failed: readonly string[]; readonly why: string | null }> {
  const path = join(copy, fault.file);
  const source = await readFile(path, "utf8");
  const report = join(copy, "report.json");
  await rm(report, { force: true });
  await writeFile(path, seedFault(fault, source));
  try {
    const vitest = join(copy, "node_modules/vitest/vitest.mjs");
    const options = ["--config", "test/vitest.config.ts", "-t", fault.titles];
    const output = ["--reporter=json", `--outputFile=${report}`];
    const run = promisify(execFile);
    const ended = await run(process.execPath, [vitest, "run", ...options, ...output, ...fault.tests], {
      cwd: copy,
      timeout: PATIENCE_MS,
    }).catch((error: unknown) => error);
    const text = await readFile(report, "utf8").catch(() => null);
    if (text === null) return { failed: [], why: `**did not run**: ${firstLine(String(ended))}` };
    const { testResults } = JSON.parse(text) as {
      testResults: { assertionResults: { status: string; fullName: string }[] }[];
    };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = results.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
    return { failed, why: null };
  } finally {
    await writeFile(path, source);
  }
}

process.exitCode = await main();
