/**
 * How often each rule fires on text that is sound: `node scripts/preflight-rates.ts` composes the issues of test/preflight/sound with
 * both template families, and what npm packages say about themselves with one, and writes the rates into docs/preflight.md.
 * `--list RULE` prints instead where that rule fired, `--list` alone where any did.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { acceptFindings } from "#src/app/compose/accept-findings.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { packageTexts, type Sample, soundIssues } from "./preflight/corpora.ts";
import { knownRules, type Step } from "./preflight/known-rules.ts";

const PAGE = "docs/preflight.md";
const NOW = Date.UTC(2026, 10, 24, 12);
const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
};\n`;

interface Fired {
  readonly sample: string;
  readonly findings: readonly Finding[];
}

const listed = process.argv[process.argv.indexOf("--list") + 1];
const sound = await soundIssues();
const packages = await packageTexts();
const ofSound = [...(await fired(sound, "interview")), ...(await fired(sound, "digest"))];
const ofPackages = await fired(packages, "digest");
if (process.argv.includes("--list")) {
  for (const { sample, findings } of [...ofSound, ...ofPackages])
    for (const finding of findings.filter(({ rule }) => (listed ?? rule) === rule))
      console.log(
        `${sample}:${finding.line ?? "?"}  ${finding.severity} ${finding.rule}  ${finding.message}`,
      );
} else {
  await write(await knownRules());
}

/** What is found in each sample, in a project of its own folder. */
async function fired(samples: readonly Sample[], template: string): Promise<readonly Fired[]> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-rates-"));
  try {
    await cp("templates", join(root, "templates"), { recursive: true });
    await writeFile(
      join(root, "newsletter.config.ts"),
      CONFIG.replace("lists:", `template: "${template}",\n  lists:`),
    );
    await mkdir(join(root, "issues"));
    for (const [index, { text }] of samples.entries()) {
      const own = text.replace(/^template: .*\n/m, "");
      await writeFile(join(root, "issues", `${fileOf(index)}.md`), own);
    }
    const project = await loadProject(root);
    const all: Fired[] = [];
    for (const parsed of project.issues) {
      const { findings } = await composeIssue(project, parsed, { now: NOW, ledger: null });
      const index = samples.findIndex((_, one) => parsed.source.path.endsWith(`${fileOf(one)}.md`));
      all.push({ sample: samples[index]?.name ?? "?", findings });
    }
    return all;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function fileOf(index: number): string {
  return `2026-12-01-sample-${String(index).padStart(4, "0")}`;
}

async function write(rules: ReadonlyMap<string, Step>): Promise<void> {
  const rows = [...rules].map(([rule, step]) => {
    const all = [...ofSound, ...ofPackages].flatMap(({ findings }) =>
      findings.filter((one) => one.rule === rule),
    );
    const severities = [...new Set(all.map(({ severity }) => severity))].join(", ") || "–";
    return `| \`${rule}\` | ${severities} | ${acceptable(rule, step)} | ${rate(ofSound, rule)} | ${rate(ofPackages, rule)} |`;
  });
  const table = [
    `| Rule | Found as | Can be accepted | Sound issues (${sound.length}, in both families) | Texts of packages (${packages.length}) |`,
    "|---|---|---|---:|---:|",
    ...rows,
  ].join("\n");
  const page = await readFile(PAGE, "utf8");
  const marked = /(<!-- rates -->\n)[\s\S]*?(\n<!-- end of rates -->)/;
  if (!marked.test(page)) throw new Error(`${PAGE} has no place for the rates.`);
  await writeFile(
    PAGE,
    page.replace(marked, (_, start: string, end: string) => `${start}\n${table}\n${end}`),
  );
}

function acceptable(rule: string, step: Step): string {
  if (step === "made") return "as a warning";
  return isProtected(rule) ? "no" : "yes";
}

/** Whether an error of preflight stays one, whatever reason an author gives. */
function isProtected(rule: string): boolean {
  const issue = {
    path: "",
    keyPlaces: {},
    accept: [{ rule, reason: "It is meant so." }],
  } as unknown as Issue;
  const finding: Finding = {
    rule,
    severity: "error",
    file: "",
    line: 1,
    column: 1,
    message: "",
    hint: null,
    fix: null,
  };
  return acceptFindings(issue, { made: [], judged: [finding] })[0]?.severity === "error";
}

/** The share of samples in which a rule found something. */
function rate(samples: readonly Fired[], rule: string): string {
  const hit = samples.filter(({ findings }) => findings.some((one) => one.rule === rule)).length;
  return hit === 0 ? "0" : `${((100 * hit) / samples.length).toFixed(1)} %`;
}
