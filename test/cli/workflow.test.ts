import { readFile } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createProgram } from "#src/cli/program.ts";
import { git } from "../helpers/git.ts";
import { tempProject } from "./temp-project.ts";

const WHO = [
  "--name",
  "The Letter",
  "--from",
  "desk@news.example.org",
  "--postal-address",
  "12 Press Street, Lima",
];

interface Job {
  readonly environment?: string;
  readonly steps: readonly { readonly run?: string; readonly env?: object; readonly with?: object }[];
}
interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What `init` writes for CI, in a repository in which the newsletter is one folder. */
async function written(path: string, ...options: string[]): Promise<{ text: string; yaml: unknown }> {
  const project = await tempProject();
  await git(project.root, "init", "--quiet");
  expect((await project.run(["init", "a letter", ...WHO, ...options])).exit).toBe(0);
  const text = await readFile(project.path(path), "utf8");
  return { text, yaml: parse(text) };
}

/** Each `npx letterpress …` of a text whose command or option does not exist. */
function wrongCommands(text: string): string[] {
  const nowhere = new PassThrough();
  const io = {
    stdout: nowhere,
    stderr: nowhere,
    stdin: process.stdin,
    env: {},
    cwd: ".",
    clock: { now: () => 0 },
    signal: new AbortController().signal,
  };
  const program = createProgram(io, () => undefined);
  const lines = [...text.matchAll(/(?:npx letterpress|letterpress\.js) +([^`|\n]*)/g)].map(
    ([, line]) => line ?? "",
  );
  expect(lines.length).toBeGreaterThan(0);
  return lines.filter((line) => {
    const words = line.replace(/ #.*/, "").split(/\s+/);
    const command = program.commands.find((one) => one.name() === words[0]);
    const part = command?.commands.find((one) => one.name() === words[1]) ?? command;
    const known = [...(part?.options ?? []), ...program.options].map(({ long }) => long);
    return part === undefined || words.some((word) => word.startsWith("--") && !known.includes(word));
  });
}

test("GitHub: a pull request is checked without secrets, and the branch is handed over by a job with one", async () => {
  const { text, yaml } = await written(".github/workflows/newsletter.yml");
  const { on, permissions, jobs } = yaml as Workflow;
  expect(Object.keys(on).toSorted()).toEqual(["pull_request", "push", "schedule", "workflow_dispatch"]);
  expect(permissions).toEqual({ contents: "read" });
  expect(text).not.toContain("pull_request_target");
  const { check, send } = jobs;
  expect(JSON.stringify(check)).not.toContain("secrets.");
  expect(check?.environment).toBeUndefined();
  expect(check?.steps[0]?.with).toMatchObject({ "fetch-depth": 2, "persist-credentials": false });
  expect(send).toMatchObject({
    environment: "newsletter",
    concurrency: { "cancel-in-progress": false },
    defaults: { run: { "working-directory": "a letter" } },
  });
  expect(send?.steps[0]?.with).toEqual({ ref: "main", "fetch-depth": 0 });
  expect(send?.steps.at(-1)).toEqual({
    run: "npx letterpress tick",
    env: { RESEND_API_KEY: "${{ secrets.RESEND_API_KEY }}" },
  });
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  expect(wrongCommands(steps.map(({ run = "" }) => run).join("\n"))).toEqual([]);
});

test("GitHub, in a repository of its own: the public pages go online first, and what fails there holds back no letter", async () => {
  const project = await tempProject();
  await project.run(["init", "nl", ...WHO]);
  const { jobs } = parse(
    await readFile(project.path("nl/.github/workflows/newsletter.yml"), "utf8"),
  ) as Workflow;
  expect(Object.keys(jobs)).toEqual(["check", "site", "send"]);
  expect(jobs["site"]).toMatchObject({ environment: "github-pages", permissions: { pages: "write" } });
  expect(JSON.stringify(jobs["site"])).not.toContain("secrets.");
  expect(jobs["send"]).toMatchObject({
    needs: "site",
    if: expect.stringMatching(/^!cancelled\(\) && /) as unknown,
  });
  const lines = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
  expect(wrongCommands(lines.join("\n"))).toEqual([]);
});

test("GitHub, with a ledger: nothing but the check, because a server sends", async () => {
  const { yaml } = await written(".github/workflows/newsletter.yml", "--audience", "ledger");
  const { on, jobs } = yaml as Workflow;
  expect(Object.keys(on)).toEqual(["pull_request"]);
  expect(Object.keys(jobs)).toEqual(["check"]);
});

test("GitLab: the same, as the documents show it", async () => {
  const { text, yaml } = await written(".gitlab-ci.yml", "--runs-on", "gitlab");
  const jobs = yaml as Record<string, { script: readonly string[]; environment?: string }>;
  expect(Object.keys(jobs)).toEqual(["newsletter-check", "newsletter-send"]);
  expect(jobs["newsletter-send"]?.environment).toBe("newsletter");
  expect(jobs["newsletter-check"]?.script[0]).toBe('cd "a letter"');
  for (const job of Object.values(jobs))
    expect(job.script.every((line) => typeof line === "string")).toBe(true);
  expect(
    wrongCommands(
      Object.values(jobs)
        .flatMap(({ script }) => script)
        .join("\n"),
    ),
  ).toEqual([]);
  const docs = await readFile("docs/ci.md", "utf8");
  const shown = /```yaml\n# From git to readers[^]*?```/.exec(docs)?.[0] ?? "";
  const plain = text.replaceAll('    - cd "a letter"\n', "").replaceAll("a letter/", "");
  expect(shown).toBe(`\`\`\`yaml\n${plain}\`\`\``);
});

test("every command of a new newsletter's README and units exists", async () => {
  for (const audience of ["resend", "ledger"]) {
    const project = await tempProject();
    await project.run(["init", "nl", ...WHO, "--audience", audience, "--runs-on", "server"]);
    const unit = audience === "ledger" ? "letterpress.service" : "letterpress-tick.service";
    for (const path of ["nl/README.md", `nl/deploy/${unit}`])
      expect([path, wrongCommands(await readFile(project.path(path), "utf8"))]).toEqual([path, []]);
  }
});
