/**
 * What preflight costs, as ratios of CPU times that were taken side by side, so that a busy machine changes little
 * about them: all rules on an issue of 1,500 words against rendering it, warm, by turns; and a second `check` of thirty
 * unchanged issues against the first, each less what `check` takes for a project without issues. Exit 1 if the rules
 * take more than two renderings, or the second check more than half of the first.
 *
 *   node scripts/bench/preflight.ts [--rounds 60] [--runs 3]
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gatherFacts } from "#src/app/facts/gather-facts.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { loadProject } from "#src/project/load-project.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { median } from "./bench-ledger.ts";

const RENDERINGS = 2;
const SECOND = 0.5;
const ROOT = join(import.meta.dirname, "../..");
const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
};
`;
/** About 75 words. */
const PARAGRAPH = (n: number) =>
  `The press in the yard prints ${n} sheets an hour, and **every one of them** is [looked at](https://museum.example/sheet/${n}) before it is folded. Who folds it has read it, who has read it signs it, and nothing leaves the yard without two signatures. That is slow, says the printer, and it is the reason why nobody in this town has ever had to print a correction. The machine that came in spring reads *${n * 40} pages* a minute, and signs nothing.`;

const issue = (template: string, seed: number) => `---
title: "How a letter of ${1500 + seed} words is made"
preview_text: "From the first line to the last reader, with everything that can go wrong between."
template: ${template}
---

${Array.from({ length: 20 }, (_, n) => `${n % 5 === 0 ? `## Part ${n / 5 + 1} of the yard\n\n` : ""}${PARAGRAPH(n + seed)}`).join("\n\n")}

- One sheet
- Another sheet

| Year | Sheets |
|---|---|
| 1861 | ${seed + 9} |
`;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" }, runs: { type: "string", default: "3" } },
});
const folder = await mkdtemp(join(tmpdir(), "letterpress-preflight-"));
try {
  const all = [...(await compareRules(Number(values.rounds))), await compareChecks(Number(values.runs))];
  process.exitCode = all.every(Boolean) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function projectWith(name: string, issues: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, "issues"), { recursive: true });
  await cp(join(ROOT, "templates"), join(root, "templates"), { recursive: true });
  await writeFile(join(root, "newsletter.config.ts"), CONFIG);
  for (const [slug, text] of Object.entries(issues))
    await writeFile(join(root, "issues", `2026-12-01-${slug}.md`), text);
  return root;
}

async function compareRules(rounds: number): Promise<readonly boolean[]> {
  const results: boolean[] = [];
  for (const name of ["interview", "digest"]) {
    const root = await projectWith(name, { long: issue(name, 1) });
    const { newsletter, issues } = await loadProject(root);
    const [parsed] = issues;
    if (parsed?.issue === null || parsed === undefined) throw new Error("The issue does not parse.");
    const template = await loadTemplate(root, name);
    const order = { issue: parsed.issue, newsletter, template, images: {} };
    const email = await renderEmail(order);
    const composed = { ...order, email, assets: [], source: parsed.source.text };
    const facts = await gatherFacts(newsletter, composed, { now: Date.now(), ledger: null });
    const [renderings, judgings]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds * 2; round += 1) {
      const rendering = await cpuOf(() => renderEmail(order));
      const judging = await cpuOf(() => preflight(parsed.issue ?? order.issue, email, facts));
      // The first half of the rounds warms both up.
      if (round < rounds) continue;
      renderings.push(rendering);
      judgings.push(judging);
    }
    const ratio = median(judgings) / median(renderings);
    results.push(ratio <= RENDERINGS);
    console.log(
      `${name}: ${parsed.issue.words} words; rendering ${median(renderings).toFixed(1)} ms, all rules ${median(judgings).toFixed(1)} ms of CPU: ${ratio.toFixed(2)} renderings (at most ${RENDERINGS})`,
    );
  }
  return results;
}

async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

async function compareChecks(runs: number): Promise<boolean> {
  const thirty = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`letter-${n}`, issue(n % 2 === 0 ? "interview" : "digest", n)]),
  );
  const [none, all] = [await projectWith("none", {}), await projectWith("thirty", thirty)];
  const [starts, firsts, seconds]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    await rm(join(all, ".letterpress"), { recursive: true, force: true });
    starts.push(checkIn(none));
    firsts.push(checkIn(all));
    seconds.push(checkIn(all));
  }
  const [start, first, second] = [median(starts), median(firsts), median(seconds)];
  const ratio = (second - start) / (first - start);
  console.log(
    `check of 30 issues: first ${first.toFixed(0)} ms, second ${second.toFixed(0)} ms, start-up ${start.toFixed(0)} ms of CPU: ${ratio.toFixed(2)} of the first (at most ${SECOND})`,
  );
  return ratio <= SECOND;
}

/** CPU time of the whole process with its threads, ms. */
function checkIn(root: string): number {
  const report = `process.on("exit", () => { const { user, system } = process.cpuUsage(); process.stderr.write("\\ncpu " + (user + system) / 1000); });`;
  const args = [
    "--import",
    `data:text/javascript,${encodeURIComponent(report)}`,
    "src/cli/letterpress.js",
    "check",
    "--project",
    root,
  ];
  const { stderr, stdout, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  const cpu = /\ncpu ([\d.]+)/.exec(stderr)?.[1];
  if (cpu === undefined || status !== 0) throw new Error(`check ended with ${status}: ${stdout}${stderr}`);
  return Number(cpu);
}
