import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEmail } from "#src/app/compose/compose-issue.ts";
import { type DeepLook, lookDeeper } from "#src/app/judge/look-deeper.ts";
import { loadProject } from "#src/project/load-project.ts";
import { issue, tempProject } from "../cli/temp-project.ts";
import { chromiumPath } from "./chromium-path.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

let chrome: string;
let deep: DeepLook;
beforeAll(async () => {
  chrome = await chromiumPath();
  deep = await lookDeeper({ chrome, path: "" });
});
afterAll(() => deep[Symbol.asyncDispose]());

test.each(["interview", "digest"])(
  "axe finds nothing in any of our issues in %s, in light and in dark",
  async (template) => {
    const project = await loadProject(ROOT);
    expect(project.issues.length).toBeGreaterThan(3);
    for (const parsed of project.issues) {
      if (parsed.issue === null) throw new Error(`${parsed.source.path} does not parse.`);
      const { email } = await makeEmail(
        project,
        { ...parsed, issue: { ...parsed.issue, template } },
        { ledger: null },
      );
      if (email === null) throw new Error(`${parsed.source.path} does not render.`);
      expect([parsed.source.path, await deep.look(email)]).toEqual([
        parsed.source.path,
        { kind: "known", value: [] },
      ]);
    }
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
