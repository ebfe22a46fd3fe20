import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

/** The package as its user has it: packed, installed into an empty folder outside of the repository, started by its command. */
let folder = "";
const run = promisify(execFile);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "letterpress-package-"));
  await run("npm", ["pack", "--silent", "--pack-destination", folder], { env: environment() });
  await write("package.json", JSON.stringify({ private: true, type: "module" }));
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  await run("npm", ["install", ...quietly, join(folder, await tarball())], {
    cwd: folder,
    env: environment(),
  });
  for (const [path, text] of Object.entries(NEWSLETTER)) await write(path, text);
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
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
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

/** The installed command, with nothing in its environment but where Node is. */
function letterpress(...args: readonly string[]): Promise<Result> {
  const { promise, resolve: done } = Promise.withResolvers<Result>();
  const [command, env] = [join(folder, "node_modules/.bin/letterpress"), { PATH: dirname(process.execPath) }];
  execFile(command, args, { cwd: folder, env }, (error, stdout, stderr) =>
    done({ exit: error === null ? 0 : Number(error.code), stdout, stderr }),
  );
  return promise;
}

const NEWSLETTER = {
  "newsletter.config.ts": `import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "letter",
});
`,
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
            <Link href={urls.unsubscribe}>Unsubscribe</Link> {address(newsletter)}
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
        <mj-text>[[ issue.title ]]</mj-text>
        <issue-body />
        <mj-text><a href="[[ urls.unsubscribe ]]">Unsubscribe</a> [[ newsletter.postal_address ]]</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
  "issues/2026-12-01-hello.md": `---
title: A letter of one's own
preview_text: The first letter from a newsletter that lives in a folder of its own, to its two readers.
draft: false
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
  "readers.csv": "email,first_name\nada@readers.example,Ada\nben@readers.example,\n",
};

test("the package holds JavaScript and types, and nothing that only this repository needs", async () => {
  const { stdout } = await run("tar", ["-tzf", join(folder, await tarball())]);
  const files = stdout
    .trim()
    .split("\n")
    .map((name) => name.replace(/^package\//, ""));
  expect(files).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "dist/cli/main.js", "dist/index.d.ts"]),
  );
  const expected =
    /^(?:package\.json|README\.md|LICENSE|src\/cli\/letterpress\.js|dist\/.+\.(?:js|d\.ts|css))$/;
  expect(files.filter((name) => !expected.test(name))).toEqual([]);
  expect((await stat(join(folder, await tarball()))).size).toBeLessThan(3e6);
});

test("the installed command says its version and explains itself", async () => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const stdout = `letterpress ${version} (Node ${process.versions.node})\n`;
  expect(await letterpress("--version")).toEqual({ exit: 0, stdout, stderr: "" });
  expect((await letterpress("--help")).stdout).toContain("List what is wrong in issues");
});

test("the config's and the templates' types are found where a project's own compiler looks for them", async () => {
  const options = { module: "nodenext", target: "es2024", jsx: "react-jsx", strict: true, noEmit: true };
  const compilerOptions = {
    ...options,
    types: [],
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
  };
  const files = ["newsletter.config.ts", "templates/letter.tsx"];
  await write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const checked = await run(process.execPath, [compiler, "--project", folder]).catch(
    (error: unknown) => error,
  );
  expect(checked).toMatchObject({ stdout: "" });
});

test("a newsletter outside of the package is checked and built by both families", async () => {
  expect(await letterpress("check")).toEqual({
    exit: 0,
    stdout: "2 issues checked: nothing to fix.\n",
    stderr: "",
  });
  expect(await letterpress("build")).toMatchObject({ exit: 0, stderr: "" });
  const html = await readFile(join(folder, "out/hello/email.html"), "utf8");
  expect(html).toContain("The Letter, 12 Press Street, Lima");
  expect(await readFile(join(folder, "out/a-note/email.html"), "utf8")).toContain(
    "This one is made by MJML.",
  );
});

test("a fault in a template is reported at its own line", async () => {
  const broken = NEWSLETTER["templates/letter.tsx"].replace("{issue.title}", "{issue.nothing.here}");
  await write("templates/letter.tsx", broken);
  onTestFinished(() => write("templates/letter.tsx", NEWSLETTER["templates/letter.tsx"]));
  const { exit, stdout } = await letterpress("check", "hello");
  expect(exit).toBe(1);
  expect(stdout).toContain(
    `templates/letter.tsx:${broken.slice(0, broken.indexOf("issue.nothing")).split("\n").length}:`,
  );
});

test("an issue goes to its readers through the sandbox, once", async () => {
  const [command, env] = [join(folder, "node_modules/.bin/letterpress"), { PATH: dirname(process.execPath) }];
  const sandbox = spawn(command, ["sandbox", "--port", "0"], {
    cwd: folder,
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
  const imported = await letterpress(
    "subscribers",
    "import",
    "readers.csv",
    "--list",
    "weekly",
    "--unstated",
    "active",
    "--sandbox",
  );
  expect(imported).toMatchObject({ exit: 0 });
  const sent = await letterpress("send", "hello", "--yes", "--sandbox");
  expect(sent).toMatchObject({ exit: 0 });
  expect((await letterpress("send", "hello", "--yes", "--sandbox")).exit).not.toBe(0);
  const [, url = ""] = /at (http:\S+?)\. /.exec(said) ?? [];
  const inbox = JSON.stringify(await (await fetch(`${url}/_sandbox/inbox`)).json());
  expect(inbox.match(/ada@readers\.example/g)).not.toBeNull();
  expect(inbox).toContain("ben@readers.example");
});
