import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeepLook } from "#src/app/judge/look-deeper.ts";
import { acceptFindings } from "#src/app/compose/accept-findings.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { makeEmail } from "#src/app/compose/make-email.ts";
import { gatherFacts } from "#src/app/facts/gather-facts.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { checkConfig } from "#src/project/check-config.ts";
import { listTemplates } from "#src/project/templates/list-templates.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { withOtherIssues } from "#src/project/with-other-issues.ts";
import type { Fixture } from "./read-fixtures.ts";

/** A Tuesday; issues of fixtures are dated a week later unless they say otherwise. */
const NOW = Date.UTC(2026, 10, 24, 12);

/** Blocks of the newsletter's own, for all fixtures. */
const BLOCKS = "test/fixtures/preflight/blocks";

const CONFIG = {
  name: "The Harbour Letter",
  url: "https://news.example.org",
  from: "The Harbour Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Harbour Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  authors: { ines: { name: "Inés Carpio" } },
  sections: { digest: { title: "The Week in Links" } },
  series: { presses: { title: "The old presses" } },
};

const OWN = (await readdir(BLOCKS)).map((name) => name.replace(/\.\w+$/, ""));

/**
 * What is found in each fixture, by name, with a template family for those that have no template of their own; with a browser as
 * `--deep` looks, too.
 */
export async function composeFixtures(
  folder: string,
  fixtures: readonly Fixture[],
  family: "interview" | "digest",
  deep?: DeepLook,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-fixtures-"));
  try {
    await mkdir(join(root, "issues"));
    await cp("templates", join(root, "templates"), { recursive: true });
    await cp(BLOCKS, join(root, "templates/blocks"), { recursive: true });
    for (const { template } of fixtures)
      if (template !== null)
        await cp(join(folder, template), join(root, "templates", template.replace(/\.(?=\d)/, "-")));
    const found = new Map<string, readonly Finding[]>();
    for (const fixture of fixtures) found.set(fixture.name, await compose(root, fixture, family, deep));
    return found;
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As in a project of its own: what two fixtures have in common is nobody's repetition. */
async function compose(
  root: string,
  fixture: Fixture,
  family: string,
  deep: DeepLook | undefined,
): Promise<readonly Finding[]> {
  const checked = checkConfig({ ...CONFIG, template: family, ...fixture.config });
  if (!checked.ok) throw new Error(`${fixture.name}: ${checked.lines.join("; ")}`);
  const { newsletter } = checked;
  const key = fixture.name.replace(".", "-").toLowerCase();
  const file = `issues/${/^\d{4}-/.test(key) ? key : `2026-12-01-${key}`}`;
  const path = fixture.pictures === null ? `${file}.md` : `${file}/index.md`;
  if (fixture.pictures !== null) await cp(fixture.pictures, join(root, file), { recursive: true });
  const text =
    fixture.template === null
      ? fixture.text.replace(/^template: .*\n/m, "")
      : withTemplate(fixture.text, fixture.template.replace(/\.\w+$/, "").replace(".", "-"));
  await writeFile(join(root, path), text);
  const templates = await listTemplates(root);
  const source = { slug: key, path, text };
  const context = { newsletter, templates, issues: [{ path, slug: key }], snippets: [], blocks: OWN };
  const [parsed] = withOtherIssues([{ source, ...parseIssue(source, context) }], newsletter);
  if (parsed === undefined) throw new Error(`${fixture.name} was not read.`);
  const project = { root, newsletter, templates, blocks: OWN, issues: [parsed], snippets: [], findings: [] };
  if (fixture.facts !== null) return composeWithFacts(project, parsed, fixture.facts);
  const looking = deep === undefined ? {} : { deep };
  return (await composeIssue(project, parsed, { now: NOW, ledger: null, ...looking })).findings;
}

/** What `composeIssue` does, with what a fixture says of the world. */
async function composeWithFacts(
  project: Project,
  parsed: ParsedIssue,
  said: NonNullable<Fixture["facts"]>,
): Promise<readonly Finding[]> {
  const { newsletter } = project;
  const { issue, source } = parsed;
  const { email, assets, images, template, findings } = await makeEmail(project, parsed, { ledger: null });
  const made = [...parsed.findings, ...findings];
  if (issue === null || email === null || template === null)
    return acceptFindings(issue, { made, rules: newsletter.rules });
  const judging = { issue, email, assets, images, template, source: source.text };
  const facts = await gatherFacts(newsletter, judging, { now: NOW, ledger: null });
  const judged = preflight(issue, email, { ...facts, ...said });
  return acceptFindings(issue, { made, judged, rules: newsletter.rules });
}

function withTemplate(text: string, template: string): string {
  return /^template:/m.test(text) ? text : text.replace(/\n---\n/, `\ntemplate: ${template}\n---\n`);
}
