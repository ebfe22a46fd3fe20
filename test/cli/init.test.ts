import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { PassThrough, Writable } from "node:stream";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { Resend } from "resend";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { writeNewFiles } from "#src/app/init/write-new-files.ts";
import { keepSandboxPlace } from "#src/app/sandbox-place.ts";
import { KEYS } from "#src/issue/front-matter/front-matter-schema.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { main } from "#src/cli/main.ts";
import { git } from "../helpers/git.ts";
import { NOW, type TempProject, tempProject } from "./temp-project.ts";

const WHO = [
  "--name",
  "The Letter",
  "--from",
  "The Letter <desk@news.example.org>",
  "--postal-address",
  "12 Press Street, Lima",
];
const ISSUE = "nl/issues/2026-11-24-first-letter.md";

/** The first letter, ready to be sent at 14:00 UTC. */
async function makeReady({ path }: TempProject): Promise<void> {
  const text = await readFile(path(ISSUE), "utf8");
  await writeFile(path(ISSUE), text.replace("draft: true", "draft: false\nsend_at: 2026-11-24 14:00 +00:00"));
}

/** Fill in a line of `.env`, as a person does. */
async function fillIn({ path }: TempProject, values: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(path("nl/.env"), "utf8");
  for (const [name, value] of Object.entries(values))
    text = `${text.replace(new RegExp(`^${name}=.*\n`, "m"), "")}${name}=${value}\n`;
  await writeFile(path("nl/.env"), text);
}

test("readers at Resend, in a repository that is there already: checked, built, pushed, handed over and sent", async () => {
  const sandbox = await startSandbox({ clock: { now: () => NOW }, switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const { id: segment } = sandbox.audience.addSegment("The Letter");
  sandbox.audience.addTopic({ name: "The Letter" });
  sandbox.audience.addContact({
    email: "ada@a.example",
    firstName: "Ada",
    segments: new Map([[segment, NOW]]),
  });
  const project = await tempProject();
  await git(project.root, "init", "--quiet", "--initial-branch=main");
  await git(project.root, "init", "--quiet", "--bare", "origin.git");
  await git(project.root, "remote", "add", "origin", project.path("origin.git"));

  const made = await project.run(["init", "nl", ...WHO, "--timezone", "America/Lima"]);
  expect(made.output).toContain("files written to nl");
  expect(made.exit).toBe(0);
  expect((await stat(project.path("nl/.env"))).mode & 0o777).toBe(0o600);
  expect(await readFile(project.path("nl/.env"), "utf8")).toMatch(/^LETTERPRESS_SECRET=[0-9a-f]{64}$/m);
  expect(await readFile(project.path("nl/.env.example"), "utf8")).toMatch(/^LETTERPRESS_SECRET=$/m);
  // GitHub reads workflows at the root of the repository alone.
  expect(await readdir(project.path(".github/workflows"))).toEqual(["newsletter.yml"]);
  await git(project.root, "add", "--all", "nl", ".github");
  expect(await git(project.root, "ls-files", "nl")).not.toMatch(/\.env$/m);
  await git(project.root, "commit", "--quiet", "--message", "A newsletter");

  const run = (...args: string[]) =>
    project.run(["--project", "nl", ...args], { clock: sandbox.clock, wait: (ms) => sandbox.advance(ms) });
  expect(await run("check")).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^(?:Not checked: .*\n){2}1 issue checked: nothing to fix\.\n$/),
  });
  await run("new", "A long read", "--section", "interviews");
  // GitHub counts from the root of the repository, too.
  expect((await run("check", "--format", "github")).stdout).toContain(
    "::error file=nl/issues/2026-11-24-a-long-read/index.md,line=3,",
  );
  expect(await run("build")).toMatchObject({ exit: 1 });
  expect(await readdir(project.path("nl/out"))).toEqual(["a-long-read", "first-letter"]);

  await makeReady(project);
  const merge = await run("build", "--since", "HEAD", "--summary", "out/summary.md");
  expect(merge.stdout).toContain("2 issues of 2 written");
  const summary = await readFile(project.path("nl/out/summary.md"), "utf8");
  expect(summary).toContain("The readers of “The Letter” get it on Tue, 24 Nov 2026, 09:00 (America/Lima).");
  expect(summary).toMatch(/### A long read\n\nNothing is sent: \d+ errors keep it back\./);

  await git(project.root, "add", "--all", ISSUE);
  await git(project.root, "commit", "--quiet", "--message", "It is ready");
  await git(project.root, "push", "--quiet", "origin", "HEAD:main");
  await git(project.root, "clean", "--quiet", "--force", "-d", "nl/issues");
  expect(await run("tick")).toMatchObject({ exit: 2 });
  await fillIn(project, { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url });
  // From a checkout of its own: what else lies in this folder does not count.
  await writeFile(project.path(ISSUE), "Half a thought");
  expect((await run("tick")).stderr).toContain("This checkout only reads");
  expect(await run("tick", "--from", "origin/main")).toMatchObject({ exit: 0 });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const [broadcast] = (await resend.broadcasts.list()).data?.data ?? [];
  expect(broadcast).toMatchObject({
    status: "scheduled",
    scheduled_at: expect.stringMatching(/^2026-11-24.14:00:00/) as unknown,
  });
  await sandbox.advance(3 * 3_600_000);
  expect([...sandbox.inbox.countsByAddress()]).toEqual([["ada@a.example", 1]]);
});

test("readers in a ledger, with a logo and colours of one's own: checked, built and sent to everybody once", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    "readers.csv": "email,status\nada@a.example,active\nbob@a.example,active\n",
  });
  const picture = sharp({ create: { width: 640, height: 120, channels: 3, background: "#14566b" } });
  await project.write("mark.png", await picture.png().toBuffer());
  const look = ["--logo", "mark.png", "--colours", "#14566b, #fdfbf6"];
  const made = await project.run([
    "init",
    "nl",
    ...WHO,
    ...look,
    "--audience",
    "ledger",
    "--runs-on",
    "server",
  ]);
  expect(made.exit).toBe(0);
  expect(await readdir(project.path("nl/deploy"))).toEqual(["letterpress.service"]);
  // Git ignores .env: on the server there is none to copy.
  expect(await readFile(project.path("nl/deploy/letterpress.service"), "utf8")).toMatch(
    /on your own machine: scp \.env/,
  );

  const began = Date.now();
  const run = (minutes: number, ...args: string[]) =>
    project.run(["--project", "nl", ...args], {
      clock: { now: () => NOW + minutes * 60_000 + Date.now() - began },
    });
  expect(await run(0, "check")).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^(?:Not checked: .*\n){2}1 issue checked: nothing to fix\.\n$/),
  });
  expect(await run(0, "build")).toMatchObject({ exit: 0 });
  const html = await readFile(project.path("nl/out/first-letter/email.html"), "utf8");
  expect(html).toContain("12 Press Street, Lima");
  expect(html).toMatch(/#14566b/i);
  const preview = await readFile(project.path("nl/out/first-letter/preview.html"), "utf8");
  const [, shown = ""] =
    /src="(a\/[0-9a-f]{32}\.png)"[^>]*alt="The Letter"|alt="The Letter"[^>]*src="(a\/[0-9a-f]{32}\.png)"/.exec(
      preview,
    ) ?? [];
  expect(await stat(project.path("nl/out/first-letter", shown))).toBeTruthy();

  using _place = keepSandboxPlace(project.path("nl"), sandbox.url);
  const imported = await run(0, "subscribers", "import", "readers.csv", "--unstated", "active", "--sandbox");
  expect(imported.output).toContain("2 new");
  await makeReady(project);
  expect((await run(0, "tick", "--sandbox")).stdout).toContain("first-letter");
  // 14:00 UTC is two hours ahead.
  for (const minutes of [121, 122])
    expect(await run(minutes, "tick", "--sandbox")).toMatchObject({ exit: 0 });
  const once = Object.fromEntries(sandbox.inbox.countsByAddress());
  expect(once).toEqual({ "ada@a.example": 1, "bob@a.example": 1 });
});

test("asks at a terminal, with defaults filled in and a wrong answer asked again", async () => {
  const project = await tempProject();
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const answers: (readonly [RegExp, string])[] = [
    [/called\?/, "The Letter\r"],
    [/Who sends it\?/, "nobody\r"],
    [/expected `Name/i, "\x15The Letter <desk@news.example.org>\r"],
    [/postal address/, "12 Press Street, Lima\r"],
    [/time zone/, "\x15Europe/Madrid\r"],
    [/be online\?/, "\r"],
    [/Which colours/, "\r"],
    [/A logo/, "\r"],
    [/subscribers live\?/, "\x1b[B\r"],
    [/Where does it run\?/, "\x1b[B\r"],
  ];
  let seen = "";
  const terminal = new Writable({
    write(chunk, _, done) {
      seen += String(chunk);
      const [next] = answers;
      if (next?.[0].test(seen)) {
        answers.shift();
        seen = "";
        setImmediate(() => stdin.write(next[1]));
      }
      done();
    },
  });
  const exit = await main(["init", "nl"], {
    stdout: new PassThrough(),
    stderr: terminal,
    stdin,
    env: {},
    cwd: project.root,
    clock: { now: () => NOW },
    signal: new AbortController().signal,
  });
  expect(answers).toEqual([]);
  expect(exit).toBe(0);
  const config = await readFile(project.path("nl/newsletter.config.ts"), "utf8");
  for (const line of [
    'name: "The Letter"',
    'timezone: "Europe/Madrid"',
    'url: "https://news.example.org"',
    'audience: "ledger"',
  ])
    expect(config).toContain(line);
  expect(await readdir(project.path("nl"))).toContain(".gitlab-ci.yml");
});

test("writes nothing where a file is there already, an answer is wrong, or one is missing", async () => {
  const project = await tempProject({
    "nl/.env": "KEPT=1\n",
    "readme.txt": "A file.\n",
    "nl/package.json": "{}\n",
  });
  const refused = async (expected: RegExp, ...args: string[]) => {
    const { exit, stderr } = await project.run(["init", ...args]);
    expect(stderr).toMatch(expected);
    expect(exit).toBe(2);
  };
  await refused(/found package\.json and \.env in .*nl\.\n.*init newsletter/, "nl", ...WHO);
  expect((await readdir(project.path("nl"))).toSorted()).toEqual([".env", "package.json"]);
  expect(await readFile(project.path("nl/.env"), "utf8")).toBe("KEPT=1\n");
  await project.write("other/README.md", "Mine.\n");
  await refused(/found README\.md in/, "other", ...WHO);
  await project.write(".git/HEAD", "");
  await project.write(".github/workflows/newsletter.yml", "on: push\n");
  await refused(/newsletter\.yml in [^]*--runs-on none/, "third", ...WHO);
  await refused(/--name, --from, --postal-address[^]*`letterpress init third --name/, "third");
  await refused(/--timezone: expected an IANA time zone/, "third", ...WHO, "--timezone", "Lima");
  await refused(/--colours: expected a colour/, "third", ...WHO, "--colours", "red");
  await refused(/--logo[^]*cannot be read/, "third", ...WHO, "--logo", "nowhere.png");
  await refused(/expected a folder/i, "readme.txt/nl", ...WHO, "--runs-on", "none");
  expect(await readdir(project.path("other"))).toEqual(["README.md"]);
  expect(await readdir(project.root)).not.toContain("third");
  expect(await project.run(["init", "third", ...WHO, "--runs-on", "none"])).toMatchObject({ exit: 0 });
});

test("an editor's schema takes what the reader of front matter takes", async () => {
  const project = await tempProject();
  await project.run(["init", "nl", ...WHO]);
  const json = async (name: string) =>
    JSON.parse(await readFile(project.path("nl/.vscode", name), "utf8")) as Record<string, unknown>;
  const schema = await json("front-matter.schema.json");
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const takes = ajv.compile(schema);
  const [, front = ""] = (await readFile(project.path(ISSUE), "utf8")).split("---\n");
  const first = parse(front) as object;
  expect(takes(first)).toBe(true);
  for (const more of [
    { image: "./a.png" },
    { image: { src: "./a.png" }, archive: "none", guests: [{ name: "Ada" }] },
  ])
    expect([more, takes({ ...first, ...more })]).toEqual([more, true]);
  for (const wrong of [
    { subjct: "Hi" },
    { draft: "no" },
    { archive: "hidden" },
    { issue: 0 },
    { guests: [{ role: "x" }] },
  ])
    expect([wrong, takes({ ...first, ...wrong })]).toEqual([wrong, false]);
  expect(takes({})).toBe(false);
  const snippets = Object.values(await json("front-matter.code-snippets")) as { prefix: string }[];
  expect(snippets.map(({ prefix }) => prefix)).toEqual(KEYS);
});

test("a file that another process makes while the files are written stays, and ours go", async () => {
  const { root, path } = await tempProject();
  const late = {
    path: "nl/late.txt",
    get content() {
      // Read after the look at what is there, and before the file is written.
      writeFileSync(path("nl/late.txt"), "another's");
      return "ours";
    },
  };
  const first = { path: "nl/first.txt", content: "ours" };
  await expect(writeNewFiles(root, [first, late])).rejects.toThrow("EEXIST");
  expect(await readdir(path("nl"))).toEqual(["late.txt"]);
  expect(await readFile(path("nl/late.txt"), "utf8")).toBe("another's");
});
