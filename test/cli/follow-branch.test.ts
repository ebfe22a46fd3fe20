import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepSandboxPlace } from "#src/app/sandbox-place.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { commit, git } from "../helpers/git.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-11-24-hello.md";
const letter = (body: string) => issue(["draft: false", "send_at: 2026-11-24 14:00 +00:00"], body);

/** A checkout on a server whose branch is at `origin`, and what an author pushes to it from elsewhere. */
async function server() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    [FILE]: issue(["draft: true"]),
    ".gitignore": ".letterpress/\n*.csv\n*.git\nauthor/\n",
    "package.json": "{}\n",
    "readers.csv": "email\nada@a.example\n",
  });
  const { root } = project;
  await git(root, "init", "--quiet", "--initial-branch=main");
  await commit(root);
  await git(root, "clone", "--quiet", "--bare", root, "origin.git");
  await git(root, "remote", "add", "origin", "./origin.git");
  await git(root, "clone", "--quiet", "origin.git", "author");
  const place = keepSandboxPlace(root, sandbox.url);
  onTestFinished(() => place?.[Symbol.dispose]());
  const began = Date.now();
  const run = (minutes: number, line: string) =>
    project.run([...line.split(" "), "--sandbox"], {
      clock: { now: () => NOW + minutes * 60_000 + Date.now() - began },
    });
  await run(0, "subscribers import readers.csv --unstated active");
  const push = async (text: string) => {
    await writeFile(join(root, "author", FILE), text);
    await commit(join(root, "author"));
    await git(join(root, "author"), "push", "--quiet", "origin", "HEAD:main");
  };
  const mailed = () =>
    sandbox.inbox.byAddress("ada@a.example").map(({ id }) => sandbox.inbox.get(id)?.text ?? "");
  return { root, project, run, push, mailed };
}

test("a pass reads what the branch says and nothing that lies about, and sends what is due while the remote is silent", async () => {
  const { root, project, run, push, mailed } = await server();
  await push(letter("The words that were reviewed."));
  const first = await run(0, "tick --from origin/main");
  expect(first.stdout).toMatch(/hello.*scheduled|scheduled.*hello/);
  expect(first.exit).toBe(0);
  // A clean folder goes forward with the branch.
  expect(await readFile(project.path(FILE), "utf8")).toContain("The words that were reviewed.");

  // Somebody edits on the server: it is neither mailed nor touched, and the branch goes on.
  await writeFile(project.path(FILE), letter("Half a thought"));
  await push(letter("The words that were corrected."));
  // A process was killed while it changed the checkout.
  await writeFile(project.path(".git/worktrees/branch/index.lock"), "");
  expect(await run(1, "tick --from origin/main")).toMatchObject({ exit: 0 });
  expect(await readFile(project.path(FILE), "utf8")).toContain("Half a thought");
  expect(await git(root, "status", "--porcelain", "--untracked-files=no")).toBe(`M ${FILE}`);

  await rename(project.path("origin.git"), project.path("gone.git"));
  const silent = await run(121, "tick --from origin/main");
  expect(silent.stderr).toContain("git/unknown-tip");
  expect(silent.exit).toBe(3);
  expect(mailed()).toEqual([expect.stringContaining("The words that were corrected.")]);
});

test("says what is wrong with --from, and begins with nothing that it could not fetch", async () => {
  const { run } = await server();
  for (const [from, said] of [
    ["main", /such as origin\/main, got main/],
    ["elsewhere/main", /Git could not read elsewhere\/main/],
    ["origin/mian", /Git could not read origin\/mian[^]*Check --from/],
  ] as const) {
    const { exit, stderr } = await run(0, `tick --from ${from}`);
    expect(stderr).toMatch(said);
    expect(exit).toBe(from === "main" ? 2 : 3);
  }
});
