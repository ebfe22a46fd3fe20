import { afterAll, beforeAll, expect, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { type DeepLook, lookDeeper } from "#src/app/judge/look-deeper.ts";
import type { Finding } from "#src/model/finding.ts";
import { loadProject } from "#src/project/load-project.ts";
import { issue, tempProject } from "../cli/temp-project.ts";
import { composeFixtures } from "../preflight/compose-fixtures.ts";
import { readFixtures } from "../preflight/read-fixtures.ts";
import { chromiumPath } from "./chromium-path.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const GOOD = "test/fixtures/preflight/good";
/** Before the first of our issues is due. */
const NOW = Date.UTC(2026, 10, 20, 12);

let chrome: string;
let deep: DeepLook;
beforeAll(async () => {
  chrome = await chromiumPath();
  deep = await lookDeeper({ chrome, path: "" });
});
afterAll(() => deep[Symbol.asyncDispose]());

const said = (findings: readonly Finding[]) =>
  findings
    .filter(({ severity }) => severity !== "info")
    .map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`);

test.each(["interview", "digest"])(
  "nothing is wrong with any of our issues in %s, and axe finds nothing, in light and in dark",
  async (template) => {
    const project = await loadProject(ROOT);
    expect(project.issues.length).toBeGreaterThan(3);
    for (const parsed of project.issues) {
      if (parsed.issue === null) throw new Error(`${parsed.source.path} does not parse.`);
      const own = { ...parsed, issue: { ...parsed.issue, template } };
      const { email, findings } = await composeIssue(project, own, { now: NOW, ledger: null, deep });
      if (email === null) throw new Error(`${parsed.source.path} does not render.`);
      expect(said(findings)).toEqual([]);
      expect([parsed.source.path, await deep.look(email)]).toEqual([
        parsed.source.path,
        { kind: "known", value: [] },
      ]);
    }
  },
);

/** One of each kind, half of them in each family: our own issues show the frame of both, and blocks are the same in both. */
const KINDS = {
  interview: /^(ar-table|en-(buttons|cards|code-heavy|footnotes|quotes|tasks)|ja-interview)$/,
  digest: /^(en-(callouts|columns|contents|cover|pictures|sponsor|tables-wide)|he-short)$/,
};

test.each(["interview", "digest"] as const)(
  "axe finds nothing in good issues of each kind in %s, in light and in dark",
  async (family) => {
    const fixtures = (await readFixtures(GOOD)).filter(({ name }) => KINDS[family].test(name));
    expect(fixtures).toHaveLength(8);
    const found = await composeFixtures(GOOD, fixtures, family, deep);
    expect([...found].flatMap(([name, findings]) => said(findings).map((one) => `${name}: ${one}`))).toEqual(
      [],
    );
  },
);

const FAULTY = `import { FooterLinks, IssueBody, Letter } from "letterpress";

export default function Faulty(input) {
  return (
    <Letter {...input}>
      <h1>{input.issue.title}</h1>
      <p role="letter">Written in Lima, by the water.</p>
      <IssueBody {...input} />
      <FooterLinks {...input} />
    </Letter>
  );
}
`;

test("check --deep says what axe finds, at the template's line", async () => {
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["template: faulty"]),
    "templates/faulty.tsx": FAULTY,
  });
  const { stdout } = await project.run(["check", "--deep", "--json"], { env: { CHROME_PATH: chrome } });
  const { findings } = JSON.parse(stdout) as {
    findings: readonly { rule: string; file: string; line: number }[];
  };
  expect(findings.filter(({ rule }) => rule.startsWith("deep/"))).toEqual([
    expect.objectContaining({
      rule: "deep/axe",
      severity: "warning",
      file: "templates/faulty.tsx",
      line: 7,
      message: expect.stringContaining("aria-roles in light and dark") as string,
    }),
  ]);
  expect((await project.run(["check", "--json"])).stdout).not.toContain("deep/");
});

test("check --deep without a browser says so, and how to get one", async () => {
  const project = await tempProject({ "issues/2026-12-01-hello.md": issue() });
  const env = { CHROME_PATH: project.path("no-such-browser"), PATH: "" };
  const { stdout, exit } = await project.run(["check", "--deep"], { env });
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /warning {2}--deep did not run: CHROME_PATH names .*no-such-browser, which does not start/,
  );
  expect(stdout).toContain("npm install --save-dev axe-core playwright-core @sparticuz/chromium");
});
