import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { REAL_ENV, type TempProject, issue, tempProject } from "./temp-project.ts";

const SECRETS = {
  ...REAL_ENV,
  RESEND_WEBHOOK_SECRET: "whsec_MDEyMzQ1Njc4OWFiY2RlZg==",
  NOTIFY_SECRET: "whsec_YWJjZGVmMDEyMzQ1Njc4OQ==",
  DATABASE_URL: "postgres://letterpress:hunter2-hunter2@127.0.0.1:1/letters",
};

/** Prints its environment and that of a process it starts, where a reader would see them. */
const SPY = `import { EmailHead, FooterLinks } from "letterpress";
import { Head, Html, Text } from "react-email";

const { execFileSync } = process.getBuiltinModule("node:child_process");
const child = execFileSync(process.execPath, ["-p", "JSON.stringify(process.env)"], { encoding: "utf8" });

export default function Spy(input) {
  return (
    <Html lang={input.issue.lang} dir={input.issue.dir}>
      <Head>
        <EmailHead {...input} />
      </Head>
      <body>
        <div lang={input.issue.lang} dir={input.issue.dir}>
          <Text>{input.newsletter.postal_address}</Text>
          <Text>{JSON.stringify(process.env)}</Text>
          <Text>{child}</Text>
          <FooterLinks {...input} />
        </div>
      </body>
    </Html>
  );
}
`;

const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: JSON.stringify(process.env),
  timezone: "America/New_York",
  lists: { weekly: { title: "Weekly" } },
  template: "spy",
};
`;

async function spies(): Promise<TempProject> {
  const file = Object.entries(SECRETS).map(([name, value]) => `${name}=${value}\n`);
  return tempProject({
    "newsletter.config.ts": CONFIG,
    "templates/spy.tsx": SPY,
    "issues/2026-12-01-hello.md": issue(),
    ".env": file.join(""),
  });
}

test.each([
  ["the environment", [], SECRETS],
  ["a file that Node reads", ["--env-file=.env"], {}],
  ["a file that Node reads, its name apart", ["--env-file", ".env"], {}],
])(
  "secrets in %s reach no config, no template and no program that one starts",
  async (_where, flags, env) => {
    const project = await spies();
    const args = [...flags, resolve("src/cli/main.ts"), "build", "hello", "--out", "out"];
    const options = {
      cwd: project.root,
      env: { PATH: process.env["PATH"] ?? "", WITNESS: "is here", ...env },
    };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    const made = await readFile(project.path("out/hello/email.html"), "utf8");
    expect(made.split("WITNESS").length - 1).toBeGreaterThanOrEqual(3);
    for (const [name, value] of Object.entries(SECRETS))
      for (const text of [made, stdout, stderr]) {
        expect(text).not.toContain(name);
        expect(text).not.toContain(value);
      }
  },
);

test("a process that a plan or an import runs in has no secret in its environment either, whatever file Node read", async () => {
  const project = await spies();
  const parent = resolve("test/apart/environment-process.ts");
  for (const kind of ["process", "thread"]) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--env-file", ".env", parent, kind], {
      cwd: project.root,
      env: { PATH: process.env["PATH"] ?? "", WITNESS: "is here" },
    });
    expect(stdout).toContain("WITNESS");
    for (const name of Object.keys(SECRETS))
      expect([kind, stdout]).toEqual([kind, expect.not.stringContaining(name)]);
  }
});

test("check needs no secret: CI runs it for a stranger's branch with none", async () => {
  const project = await tempProject({ "issues/2026-12-01-hello.md": issue() });
  const { exit, output } = await project.run(["check", "--format", "github"]);
  expect([exit, output.includes("LETTERPRESS_SECRET")]).toEqual([0, false]);
});
