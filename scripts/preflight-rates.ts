/**
 * How often each rule fires on sound text: `node scripts/preflight-rates.ts` composes the good issues of test/ with
 * both template families, and what npm packages say about themselves with one family, and writes the rates for
 * docs/preflight.md. `--list RULE` prints instead where that rule fired, `--list` alone where any rule did.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { loadProject } from "#src/project/load-project.ts";
import { composeFixtures } from "../test/preflight/compose-fixtures.ts";
import { packageTexts, type Sample, soundIssues } from "./preflight/corpora.ts";
import type { Rates } from "./reference/preflight-part.ts";

const FILE = "scripts/preflight/rates.json";
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
const ofSound = (
  await Promise.all(
    (["interview", "digest"] as const).map((family) =>
      composeFixtures("test/fixtures/preflight/good", sound, family),
    ),
  )
).flatMap((found) => [...found].map(([sample, findings]): Fired => ({ sample, findings })));
const ofPackages = await fired(packages, "digest");
if (process.argv.includes("--list")) {
  for (const { sample, findings } of [...ofSound, ...ofPackages])
    for (const finding of findings.filter(({ rule }) => (listed ?? rule) === rule))
      console.log(
        `${sample}:${finding.line ?? "?"}  ${finding.severity} ${finding.rule}  ${finding.message}`,
      );
} else {
  await write();
}

/** Returns what is found in each sample, in a project in a folder of its own. */
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

async function write(): Promise<void> {
  const fired: Record<string, Rates["fired"][string]> = {};
  for (const id of Object.keys(RULES).toSorted()) {
    const [one, other] = [textsWith(id, ofSound), textsWith(id, ofPackages)];
    if (one + other > 0) fired[id] = { sound: one, packages: other };
  }
  const rates: Rates = { sound: sound.length, packages: packages.length, fired };
  await writeFile(FILE, `${JSON.stringify(rates, null, 2)}\n`);
  console.log(`${FILE} is written; \`npm run reference\` puts it into docs/preflight.md.`);
}

/** Counts the texts in which a rule found something, with any template. */
function textsWith(rule: string, all: readonly Fired[]): number {
  return new Set(
    all.flatMap(({ sample, findings }) => (findings.some((one) => one.rule === rule) ? [sample] : [])),
  ).size;
}
