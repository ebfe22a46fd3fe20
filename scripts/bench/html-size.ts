/**
 * How large an email's HTML is against the bare HTML of the same body, in both families: for the samples in issues/ and
 * the long issues in test/render/long/, or for the named files. Fails (exit 1) if one has more than 1.6 times the bare
 * HTML plus 9 kB. The last percentage of each family compares with the Markdown alone, which lacks the words of cards
 * that front matter fills.
 *
 *   node scripts/bench/html-size.ts [FILE.md …]
 */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { htmlBytes } from "#src/model/email.ts";
import { loadProject } from "#src/project/load-project.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { readImages } from "#src/project/read-images.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { templateInput } from "#src/render/template-input.ts";
import { bareSize, markdownSize, mostBytes } from "./bare-size.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LONG = "test/render/long";

const project = await loadProject(ROOT);
const templates = await Promise.all(["interview", "digest"].map(async (name) => loadTemplate(ROOT, name)));
console.log(
  `${"bare".padStart(8)}  ${templates.map(({ name }) => `${name.padStart(10)}  share of 1.6 x + 9 kB      strict`).join("  ")}`,
);
for (const path of await filesOf(process.argv.slice(2))) await measure(path);

async function filesOf(named: readonly string[]): Promise<readonly string[]> {
  if (named.length > 0) return named.map((path) => relative(ROOT, resolve(path)));
  const long = (await readdir(join(ROOT, LONG))).map((name) => `${LONG}/${name}`);
  return [...project.issues.map(({ source }) => source.path), ...long];
}

async function measure(path: string): Promise<void> {
  const text = await readFile(join(ROOT, path), "utf8");
  const slug = path.replace(/^.*\//, "").replace(/\.md$/, "");
  const { newsletter } = project;
  const { issue } = parseIssue(
    { path, slug, text },
    { newsletter, templates: project.templates, issues: project.issues.map(({ source }) => source) },
  );
  if (issue === null) throw new Error(`${path} does not parse.`);
  const { images } = await readImages(ROOT, issue, newsletter);
  const bare = bareSize(text, templateInput(issue, newsletter, images));
  const most = mostBytes(bare);
  const strict = mostBytes(markdownSize(text));
  const columns = await Promise.all(
    templates.map(async (template) => {
      const bytes = htmlBytes(await renderEmail({ issue, newsletter, template, images }));
      if (bytes > most) process.exitCode = 1;
      const over = (bytes - mostBytes(0)) / bare;
      return `${bytes.toString().padStart(10)}  ${((100 * bytes) / most).toFixed(0).padStart(3)} % (${over.toFixed(2)} x + 9 kB)  ${((100 * bytes) / strict).toFixed(0).padStart(5)} %`;
    }),
  );
  console.log(`${bare.toString().padStart(8)}  ${columns.join("  ")}  ${path}`);
}
