import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type * as Subscribing from "letterpress/subscribe";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

/**
 * The package as its user has it: packed, installed into an empty folder outside of the repository, started by its command. The
 * newsletter is made by `init`, in a folder below, which finds what is installed above it.
 */
let folder = "";
let project = "";
/** What package.json asks for. */
const OLDEST_NODE = "22.22.2";
const NODE_PACKAGE = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const oldestNode = () => join(folder, "old/node_modules", NODE_PACKAGE, "bin/node");
const NODES = [
  ["this Node", () => process.execPath],
  ["the oldest Node", oldestNode],
] as const;
const run = promisify(execFile);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "letterpress-package-"));
  // What `npm pack` does, but for `prepare`: that builds the pages of this repository again, which other tests are showing.
  await run("npm", ["run", "--silent", "prepack"], { env: environment() });
  const packing = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  await run("npm", packing, { env: environment() });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  await run("npm", ["install", ...quietly, join(folder, await tarball())], {
    cwd: folder,
    env: environment(),
  });
  const old = ["--prefix", join(folder, "old"), `${NODE_PACKAGE}@${OLDEST_NODE}`];
  await run("npm", ["install", ...quietly, ...old], { cwd: folder, env: environment() });
  project = folder;
  const made = await letterpress(["init", "letters", ...ANSWERS]);
  if (made.exit !== 0) throw new Error(`init ended with ${made.exit}: ${made.stderr}`);
  project = join(folder, "letters");
  for (const [path, text] of Object.entries(OWN)) await write(path, text);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** This Node first, and nothing that `npm test` says about this repository. */
function environment(): NodeJS.ProcessEnv {
  const { PATH = "", ...others } = process.env;
  const own = Object.entries(others).filter(
    ([name]) => !/^npm_(?:package|lifecycle|config_local_prefix)/.test(name),
  );
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}${delimiter}${PATH}` };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text);
}

async function tarball(): Promise<string> {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  return `letterpress-${version}.tgz`;
}

interface Result {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The installed command, with nothing in its environment but where Node is. `flags` are Node's own. */
function letterpress(
  args: readonly string[],
  { node = process.execPath, flags = "", cwd = project } = {},
): Promise<Result> {
  const { promise, resolve: done } = Promise.withResolvers<Result>();
  // Git and nothing else of the machine.
  const env = { PATH: [dirname(node), "/usr/bin", "/bin"].join(delimiter), NODE_OPTIONS: flags };
  execFile(COMMAND(), args, { cwd, env }, (error, stdout, stderr) =>
    done({ exit: error === null ? 0 : Number(error.code), stdout, stderr }),
  );
  return promise;
}

const COMMAND = () => join(folder, "node_modules/.bin/letterpress");

const ANSWERS = [
  "--name",
  "The Letter",
  "--from",
  "The Letter <desk@news.example.org>",
  "--postal-address",
  "The Letter, 12 Press Street, Lima",
  "--timezone",
  "America/Lima",
  "--audience",
  "ledger",
  "--runs-on",
  "none",
];

/** Templates of one's own beside those of `init`, and issues that use them. */
const OWN = {
  "templates/letter.tsx": `import { EmailHead, IssueBody, Preheader, type TemplateInput } from "letterpress";
import { Fragment } from "react";
import { Container, Head, Html, Link } from "react-email";
import { address } from "./parts/address.ts";

export default function Letter(input: TemplateInput) {
  const { issue, urls, newsletter } = input;
  return (
    <Html lang={issue.lang} dir={issue.dir}>
      <Head>
        <EmailHead {...input} />
      </Head>
      <body>
        <div lang={issue.lang} dir={issue.dir}>
          <Preheader {...input} />
          <Container>
            <h1>{issue.title}</h1>
            <IssueBody {...input} />
          </Container>
          <Fragment>
            <Link href={urls.unsubscribe} style={{ color: "#14566b", textDecoration: "underline" }}>Unsubscribe</Link>
            {" "}You get this because you subscribed. {address(newsletter)}
          </Fragment>
        </div>
      </body>
    </Html>
  );
}
`,
  "templates/parts/address.ts": `import type { TemplateInput } from "letterpress";

export function address(newsletter: TemplateInput["newsletter"]): string {
  return newsletter.postal_address;
}
`,
  "templates/note.mjml": `<mjml lang="[[ issue.lang ]]" dir="[[ issue.dir ]]">
  <mj-head>
    <issue-head />
  </mj-head>
  <mj-body>
    <issue-preheader />
    <mj-section>
      <mj-column>
        <mj-text><h1>[[ issue.title ]]</h1></mj-text>
        <issue-body />
        <mj-text><a href="[[ urls.unsubscribe ]]">Unsubscribe</a> You get this because you subscribed. [[ newsletter.postal_address ]]</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
  "issues/2026-12-01-hello.md": `---
title: A letter of one's own
preview_text: The first letter from a newsletter that lives in a folder of its own, to its two readers.
draft: false
template: letter
---

Good morning, {{ subscriber.first_name | default: "reader" }}.
`,
  "issues/2026-12-02-a-note.md": `---
title: A note to all readers
preview_text: The second letter from a newsletter that lives in a folder of its own, in the other family.
draft: false
template: note
---

This one is made by MJML.
`,
  "worker.ts": `import { createSubscribe } from "letterpress/subscribe";
import newsletter from "./newsletter.config.ts";

const subscribe = createSubscribe(newsletter, { origins: ["https://example.org"] });

export default {
  fetch: (request: Request, env: object): Promise<Response> => subscribe(request, { env }),
};
`,
  "readers.csv": "email,first_name\nada@readers.example,Ada\nben@readers.example,\n",
};

test("the package holds JavaScript and types, and nothing that only this repository needs", async () => {
  const { stdout } = await run("tar", ["-tzf", join(folder, await tarball())]);
  const files = stdout
    .trim()
    .split("\n")
    .map((name) => name.replace(/^package\//, ""));
  expect(files).toEqual(
    expect.arrayContaining([
      "LICENSE",
      "README.md",
      "dist/cli/main.js",
      "dist/index.d.ts",
      // The manual copies them from there.
      "docs/deploy/letterpress.service",
      "docs/deploy/letterpress.env.example",
      // The language server links each finding to its line.
      "docs/reference/rules.md",
      "dist/editor/serve-editor.js",
      "dist/project/templates/blocks-thread.js",
    ]),
  );
  const expected =
    /^(?:package\.json|README\.md|LICENSE|src\/cli\/letterpress\.js|dist\/.+\.(?:js|d\.ts|css|liquid)|dist\/studio\/index\.html|templates\/\w+\.(?:tsx|mjml)|docs\/deploy\/[\w.-]+|docs\/reference\/rules\.md)$/;
  expect(files.filter((name) => !expected.test(name))).toEqual([]);
  expect((await stat(join(folder, await tarball()))).size).toBeLessThan(3e6);
});

test("the installed command says its version and explains itself", async () => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const stdout = `letterpress ${version} (Node ${process.versions.node})\n`;
  expect(await letterpress(["--version"])).toEqual({ exit: 0, stdout, stderr: "" });
  expect((await letterpress(["--help"])).stdout).toContain("List what is wrong in issues");
});

test("the config's and the templates' types are found where a project's own compiler looks for them", async () => {
  // A worker of one's own, with the options that init wrote.
  const files = ["newsletter.config.ts", "templates/letter.tsx", "worker.ts"];
  // Templates brought along: names of older packages, an import without its ending, `process.env`.
  for (const name of ["welcome.tsx", "layout.tsx", "components/layout.tsx"]) {
    await write(`brought/${name}`, await readFile(join("test/app/starters", name), "utf8"));
    files.push(`brought/${name}`);
  }
  await write("tsconfig.worker.json", JSON.stringify({ extends: "./tsconfig.json", files }));
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const checked = await run(process.execPath, [
    compiler,
    "--project",
    join(project, "tsconfig.worker.json"),
  ]).catch((error: unknown) => error);
  // react-email's own types name packages without types, which a project of one's own skips.
  const { stdout } = checked as { stdout: string };
  const lines = stdout.split("\n").filter((line) => line.includes("error TS"));
  expect(lines.filter((line) => !/node_modules\/(?:@react-email|react-email)\//.test(line))).toEqual([]);
});

test("the form without a server is imported by its name", async () => {
  const path = createRequire(join(folder, "worker.js")).resolve("letterpress/subscribe");
  expect(path).toBe(join(folder, "node_modules/letterpress/dist/subscribe/create-subscribe.js"));
  const { createSubscribe } = (await import(path)) as typeof Subscribing;
  const lists = { weekly: { title: "Weekly", segment: "Weekly", topic: "Weekly" } };
  const names = { name: "The Letter", from: "desk@news.example.org", postal_address: "12 Press Street" };
  const subscribe = createSubscribe({ ...names, url: "https://news.example.org", lists });
  const env = { RESEND_API_KEY: "re_of_nobody", LETTERPRESS_SECRET: "s".repeat(40) };
  const answer = await subscribe(new Request("https://news.example.org/subscribe"), { env });
  expect(await answer.text()).toContain("Get The Letter");
});

test("a newsletter outside of the package is checked and built by both families", async () => {
  const checked = await letterpress(["check"]);
  expect(checked).toMatchObject({ exit: 0, stderr: "" });
  expect(checked.stdout).toContain("3 issues checked: nothing to fix.\n");
  expect(await letterpress(["build"])).toMatchObject({ exit: 0, stderr: "" });
  const html = await readFile(join(project, "out/hello/email.html"), "utf8");
  expect(html).toContain("The Letter, 12 Press Street, Lima");
  expect(await readFile(join(project, "out/a-note/email.html"), "utf8")).toContain(
    "This one is made by MJML.",
  );
});

test("the oldest Node that it says it runs on builds the same", async () => {
  const node = oldestNode();
  const { engines } = JSON.parse(await readFile("package.json", "utf8")) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  expect((await letterpress(["--version"], { node })).stdout).toContain(`(Node ${OLDEST_NODE})`);
  expect(await letterpress(["build", "--out", "out-old"], { node })).toMatchObject({ exit: 0, stderr: "" });
  for (const file of ["hello/email.html", "hello/email.txt", "a-note/email.html", "first-letter/email.html"])
    expect(await readFile(join(project, "out-old", file))).toEqual(
      await readFile(join(project, "out", file)),
    );
});

/** Prints the packages that a process has loaded, when it ends; its threads print a line of their own. */
const LOADED = `import { registerHooks } from "node:module";
const packages = new Set();
registerHooks({ load: (url, context, next) => {
  packages.add(/.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]);
  return next(url, context);
} });
process.on("exit", () => console.error(JSON.stringify([...packages])));`;

test("a command loads what it uses: no template family, pictures or database for an issue that was checked before", async () => {
  const flags = `--import=data:text/javascript,${encodeURIComponent(LOADED)}`;
  const loaded = async (...args: readonly string[]) => {
    const { stderr } = await letterpress(args, { flags });
    return (JSON.parse(stderr) as (string | null)[]).filter(
      (name) => name !== null && name !== "letterpress",
    );
  };
  expect(await loaded("--help")).toEqual(["commander"]);
  await loaded("check", "hello");
  const packages = await loaded("check", "hello");
  // The config imports `letterpress`, whose few components need React itself, the smallest part of its family.
  const heavy = [
    "react-dom",
    "react-email",
    "mjml",
    "mjml-core",
    "sharp",
    "pg",
    "pg-boss",
    "kysely",
    "remark-parse",
    "yaml",
    "css-tree",
  ];
  expect(packages.filter((name) => heavy.includes(name ?? ""))).toEqual([]);
});

test("a fault in a template is reported at its own line", async () => {
  const broken = OWN["templates/letter.tsx"].replace("{issue.title}", "{issue.nothing.here}");
  await write("templates/letter.tsx", broken);
  onTestFinished(() => write("templates/letter.tsx", OWN["templates/letter.tsx"]));
  const { exit, stdout } = await letterpress(["check", "hello"]);
  expect(exit).toBe(1);
  expect(stdout).toContain(
    `templates/letter.tsx:${broken.slice(0, broken.indexOf("issue.nothing")).split("\n").length}:`,
  );
});

test.each(NODES)(
  "the preview starts, answers, and stops when it is asked to, under %s",
  async (_name, nodeOf) => {
    const env = { PATH: [dirname(nodeOf()), "/usr/bin", "/bin"].join(delimiter) };
    const flags = ["dev", "--port", "0", "--sandbox-port", "0", "--json"];
    const dev = spawn(COMMAND(), flags, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
    let noted = "";
    dev.stderr.on("data", (some: Buffer) => (noted += some.toString()));
    const ended = once(dev, "exit");
    onTestFinished(() => void dev.kill("SIGKILL"));
    const lines = createInterface({ input: dev.stdout })[Symbol.asyncIterator]();
    const started = JSON.parse(String((await lines.next()).value)) as { event: string; url: string };
    expect(started.event).toBe("dev.started");
    const read = async (path: string) => (await fetch(`${started.url}${path}`)).text();
    expect(await read("/api/issues")).toContain("The first letter");
    expect(await read("/email/first-letter")).toContain("It explains itself");
    expect(await read("/email/a-note")).toContain("This one is made by MJML.");
    const [script = ""] = /\/assets\/[^"]+\.js/.exec(await read("/issues/a-note")) ?? [];
    expect(await read(script)).toContain("EventSource");
    dev.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    // This Node knows each flag that keeps its memory small.
    expect(noted).not.toContain("flag");
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ event: "dev.stopped" });
  },
);

// Under this Node the same commands run in every other test, from the same sources.
test("an issue goes to its readers through the sandbox, once, under the oldest Node", async () => {
  const node = oldestNode();
  const cwd = join(folder, "its own ledger");
  await cp(project, cwd, { recursive: true, filter: (path) => !path.includes("/.letterpress/") });
  const url = await startSandbox(cwd, node);
  const does = (...args: string[]) => letterpress([...args, "--sandbox"], { cwd, node });
  const source = ["readers.csv", "--list", "letter", "--unstated", "active"];
  expect(await does("subscribers", "import", ...source)).toMatchObject({ exit: 0 });
  expect(await does("connect", "--yes")).toMatchObject({ exit: 0 });
  expect(await does("send", "hello", "--yes")).toMatchObject({ exit: 0 });
  expect(await does("tick")).toMatchObject({ exit: 0 });
  expect((await does("send", "hello", "--yes")).exit).not.toBe(0);
  expect((await does("report", "hello")).stdout).toMatch(/handed to Resend +2/);
  expect(await mailsBy(url)).toEqual({ "ada@readers.example": 1, "ben@readers.example": 1 });
});

test("without a server an issue goes from init to its report, once, under the oldest Node", async () => {
  const node = oldestNode();
  const answers = ANSWERS.map((answer) => (answer === "ledger" ? "resend" : answer));
  expect(await letterpress(["init", "its mails", ...answers], { cwd: folder, node })).toMatchObject({
    exit: 0,
  });
  const cwd = join(folder, "its mails");
  const origin = "../its origin.git";
  for (const args of [
    ["init", "--quiet", "--initial-branch=main"],
    ["init", "--quiet", "--bare", origin],
    ["remote", "add", "origin", origin],
    ["add", "--all"],
    ["-c", "user.name=Ada", "-c", "user.email=ada@a.example", "commit", "--quiet", "--message", "A letter"],
    ["push", "--quiet", "origin", "main"],
  ])
    await run("git", args, { cwd });
  const url = await startSandbox(cwd, node);
  const does = async (...args: string[]) => {
    const result = await letterpress([...args, "--sandbox"], { cwd, node });
    expect({ args, ...result }).toMatchObject({ exit: 0 });
    return result.stdout;
  };
  await does("check");
  expect(await does("connect", "--yes")).toMatch(/segment letter +ok .* was created/);
  await does("subscribers", "add", "ada@readers.example");
  const file = join(cwd, "issues", (await readdir(join(cwd, "issues")))[0] ?? "");
  await writeFile(file, (await readFile(file, "utf8")).replace("draft: true", "draft: false"));
  await run("git", ["-c", "user.name=Ada", "-c", "user.email=ada@a.example", "commit", "-qam", "Ready"], {
    cwd,
  });
  await run("git", ["push", "--quiet", "origin", "main"], { cwd });
  await does("send", "first-letter", "--yes");
  await does("tick");
  expect(await does("report", "first-letter")).toMatch(/delivered +1/);
  expect(await mailsBy(url)).toEqual({ "ada@readers.example": 1 });
});

/** The sandbox of a project, found by its `--sandbox`. Its address. */
async function startSandbox(cwd: string, node: string): Promise<string> {
  const env = { PATH: dirname(node) };
  const sandbox = spawn(COMMAND(), ["sandbox", "--port", "0"], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    sandbox.kill();
    await once(sandbox, "exit");
  });
  let said = "";
  for await (const chunk of sandbox.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes("Letterpress finds it with --sandbox.")) break;
  }
  return /at (http:\S+?)\. /.exec(said)?.[1] ?? "";
}

async function mailsBy(url: string): Promise<unknown> {
  return (await fetch(`${url}/_sandbox/counts`)).json();
}
