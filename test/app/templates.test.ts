import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { loadProject, type Project } from "#src/project/load-project.ts";
import { tempProject } from "../project/temp-project.ts";

const STARTERS = join(import.meta.dirname, "starters");
const NOW = Date.UTC(2026, 10, 24, 12);
const FRONT = ["title: How a letter is made", "preview_text: From the first line to the last reader."];
const BODY = `Dear reader, [the museum](https://museum.example/) has moved.

## A heading

**[See the press](https://museum.example/press)**

| Year | Press |
|---|---|
| 1820 | By hand |
`;

const issueFor = (template: string, more: readonly string[] = []) =>
  ["---", ...FRONT, `template: ${template}`, ...more, "---", "", BODY].join("\n");

/** A project with these templates, and an issue for each. */
async function projectWith(files: Readonly<Record<string, string>>, more: readonly string[] = []) {
  const names = Object.keys(files).flatMap((path) => /^([a-z-]+)\.(?:tsx|mjml)$/.exec(path)?.[1] ?? []);
  return tempProject({
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`templates/${path}`, text])),
    ...Object.fromEntries(names.map((name) => [`issues/with-${name}.md`, issueFor(name, more)])),
  });
}

async function compose(project: Project, name: string) {
  const parsed = project.issues.find(({ source }) => source.path === `issues/with-${name}.md`);
  if (parsed === undefined) throw new Error(`There is no issue with ${name}.`);
  const { email, findings } = await composeIssue(project, parsed, { now: NOW, ledger: null });
  const html = email?.html
    .map((part) => (typeof part === "string" ? part : "https://reader.example/"))
    .join("");
  const missing = findings.filter(({ rule }) => rule === "template/no-such-value");
  return { html: html ?? "", errors: findings.filter(({ severity }) => severity === "error"), missing };
}

/** As a person does it: the line that the hint names, below the one that the finding names, and its import. */
function withLine(source: string, { line, hint }: Finding): string {
  const added = /: (<[^>]+>)/.exec(hint ?? "")?.[1];
  if (added === undefined || line === null) throw new Error(`There is no line to add in: ${hint}`);
  const lines = source.split("\n");
  lines.splice(line, 0, added);
  return lines.join("\n").replace(/^import \{ (.*IssueBody)/m, "import { FooterLinks, $1");
}

async function starters(): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(STARTERS, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(STARTERS.length + 1), await readFile(path, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

type Composed = Awaited<ReturnType<typeof compose>>;

/** Each of the templates composed with an issue of its own, by the template's path. */
async function composeAll(
  files: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<ReadonlyMap<string, Composed>> {
  await using temp = await projectWith(files, more);
  const project = await loadProject(temp.root);
  const composed = new Map<string, Composed>();
  for (const path of Object.keys(files).filter((one) => !one.includes("/")))
    composed.set(path, await compose(project, path.replace(/\.\w+$/, "")));
  return composed;
}

const all = await starters();
const first = await composeAll(all);
const footed = Object.entries(all).map(([path, source]) => {
  const [error] = first.get(path)?.errors ?? [];
  return [path, error === undefined ? source : withLine(source, error)] as const;
});
const second = await composeAll(Object.fromEntries(footed), ["lang: de"]);

for (const path of first.keys()) {
  test(`${path} lacks nothing but the footer, and says which line to add where`, () => {
    const place =
      (all[path] ?? "").split("\n").findIndex((text) => /<(?:IssueBody|issue-body)/.test(text)) + 1;
    expect(first.get(path)?.errors).toMatchObject([
      {
        rule: "template/failed",
        file: `templates/${path}`,
        line: place,
        hint: expect.stringMatching(/^Add this line below/),
      },
    ]);
  });

  test(`${path} is a whole email once that line is added`, () => {
    const { html = "", errors } = second.get(path) ?? {};
    expect(errors).toEqual([]);
    expect(html.match(/<title[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/^<!doctype html/i);
    expect(html).toMatch(/<html\b[^>]*\blang="de"/);
    expect(html).toMatch(/<html\b[^>]*\bdir="ltr"/);
    const top =
      /<body\b[^>]*>\s*(<[a-z][^>]*>)/i.exec(html)?.[1] ?? /<\/head>\s*(<[a-z][^>]*>)/i.exec(html)?.[1];
    expect(top).toMatch(/\blang="de"/);
    expect(top).toMatch(/\bdir="ltr"/);
    expect(html).not.toMatch(/\slang="(?:en|und)"/);
    expect(html.match(/<meta\b[^>]*charset/gi)).toHaveLength(1);
    expect(html.match(/<meta\b[^>]*name="viewport"/g)).toHaveLength(1);
    expect(html.match(/<meta\b[^>]*name="color-scheme"/g)).toHaveLength(1);
    expect(html.match(/@media \(max-width:520px\)/g)).toHaveLength(1);
    const text = html.slice(html.search(/<\/head>/)).replaceAll(/<!--[^]*?-->/g, "");
    expect(text).toContain("1 Test Lane");
    expect(text.match(/<a\b[^>]*href="https:\/\/reader\.example\/"/g)).toHaveLength(2);
    // What an inbox shows comes first, hidden, and once.
    const shown = text.replaceAll(/<(?!div\b[^>]*display:none)[^>]*>/g, "").trimStart();
    expect(shown).toMatch(/^<div\b[^>]*display:none/);
  });
}

test("an email has dark colours where its template says that it follows, and stays light elsewhere", async () => {
  const schemes = (html: string) => [
    html.includes("prefers-color-scheme:dark"),
    /name="color-scheme" content="([^"]*)"/.exec(html)?.[1],
  ];
  for (const { html } of second.values()) expect(schemes(html)).toEqual([false, "light"]);
  const plain = Object.fromEntries(footed)["case-plain.tsx"] ?? "";
  const follows = {
    "paper.tsx": plain.replace("<Body>", '<Body className="lp-paper">'),
    "styles.tsx": plain.replace(
      "<EmailHead {...input} />",
      "<EmailHead {...input} /><style>{'@media (prefers-color-scheme: dark) {}'}</style>",
    ),
    "paper.mjml": "<mjml><mj-body css-class='lp-paper'><issue-body /><issue-footer /></mj-body></mjml>",
  };
  for (const [path, { html }] of await composeAll(follows))
    expect([path, ...schemes(html)]).toEqual([path, true, "light dark"]);
});

test("the cell into which React Email moves the style of its body follows in dark mode as the body does", async () => {
  const plain = Object.fromEntries(footed)["case-plain.tsx"] ?? "";
  const body = '<Body className="mine lp-paper lp-ink" style={{ backgroundColor: "#fff", color: "#111" }}>';
  const composed = await composeAll({ "body.tsx": plain.replace("<Body>", body) });
  const { html = "" } = composed.get("body.tsx") ?? {};
  const [cell] = /<td\b[^>]*>/.exec(html.slice(html.indexOf("<body"))) ?? [];
  expect(cell).toMatch(/class="lp-paper lp-ink".*background-color:#fff/);
});

test("a font for everything leaves bold words and lists of the issue in the font of their text", () => {
  const inherits = [...second].filter(([, { html }]) =>
    html.includes(".lp-ink *,.lp-muted *{font-family:inherit}"),
  );
  expect(inherits.map(([path]) => path)).toEqual(["fonts.tsx"]);
});

/** The samples of the page about templates, as files; those of blocks are tried with the blocks. */
const page = await readFile("docs/templates.md", "utf8");
const samples = [...page.matchAll(/```(tsx|mjml)\n([^]*?)```/g)]
  .filter(([, , source]) => source?.includes("templates/blocks/") === false)
  .map(([, ending = "", source = ""], index) => [`sample-${"abcde"[index]}.${ending}`, source] as const);
const shown = await composeAll(Object.fromEntries(samples));

test.each(samples)("the page about templates shows one that works: %s", (path) => {
  expect(shown.get(path)?.errors).toEqual([]);
  expect(shown.get(path)?.html).toContain("the museum");
  expect(samples).toHaveLength(5);
});

test("a value that is not there has a warning at its line, and one that is there has none", async () => {
  const wrong = `import { FooterLinks, IssueBody } from "letterpress";
import { Body, Html } from "react-email";
export default function Wrong(input) {
  const { issue, newsletter } = input;
  return (
    <Html><Body>
      <h1>{input.title}</h1>
      <p>{issue.subtitel}</p>
      <p>{newsletter.reply_to}{newsletter.slogan}{newsletter.tagline}</p>
      <a href={input.urls.website}>{JSON.stringify(input.urls.web)}</a>
      <IssueBody {...input} /><FooterLinks {...input} />
    </Body></Html>
  );
}
`;
  const composed = await composeAll({ "wrong.tsx": wrong });
  const { errors, missing } = composed.get("wrong.tsx") ?? {};
  expect(errors).toEqual([]);
  expect(missing?.map(({ line, message, hint }) => [line, message, hint])).toEqual([
    [7, "The template reads `input.title`, which does not exist.", "Write `input.issue.title`."],
    [
      8,
      "The template reads `input.issue.subtitel`, which does not exist.",
      "Did you mean `input.issue.subtitle`?",
    ],
    [
      9,
      "The template reads `input.newsletter.slogan`, which does not exist.",
      "docs/templates.md lists what a template is given.",
    ],
    [
      10,
      "The template reads `input.urls.website`, which does not exist.",
      "docs/templates.md lists what a template is given.",
    ],
  ]);
  for (const [path, { missing: ofSample }] of [...second, ...shown])
    expect([path, ofSample]).toEqual([path, []]);
});
