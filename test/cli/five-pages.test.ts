import { execFile } from "node:child_process";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

/** What a person answers to `init`, in place of its questions. */
const ANSWERS = [
  "--name=The Letter",
  "--from=The Letter <desk@news.example.org>",
  "--postal-address=The Letter, 12 Press Street, Lima",
  "--timezone=America/Lima",
  "--runs-on=none",
];
/** What does not end with 0 as it is typed, and why. */
const EXITS: Readonly<Record<string, number>> = {
  // `new` leaves TK behind, which the page says.
  "start: check": 1,
  "write: check": 1,
  "templates: check": 1,
  // No pages answer at the newsletter's address here, and the page says that it tells what is missing.
  "without-a-server: connect": 3,
  "without-a-server: doctor": 3,
  "start: connect": 3,
  "send: connect": 3,
  // It was canceled before anybody was mailed.
  "send: report": 2,
};
const READERS = "email,first_name,status\nada@example.org,Ada,active\nben@example.org,Ben,active\n";

/** A newcomer who reads in order and types what stands there, with Resend played by the sandbox. */
async function newcomer(audience: "resend" | "ledger") {
  const sandbox = await startSandbox({ clock: { now: () => NOW }, switches: { rate_limit: 10_000 } });
  onTestFinished(() => sandbox.close());
  const project = await tempProject({ "readers.csv": READERS });
  const folder = join(project.root, "newsletter");
  const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  const shell = (line: string) =>
    promisify(execFile)("bash", ["-c", line], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        GIT_AUTHOR_NAME: "Ada",
        GIT_AUTHOR_EMAIL: "ada@a.example",
        GIT_COMMITTER_NAME: "Ada",
        GIT_COMMITTER_EMAIL: "ada@a.example",
        GIT_CONFIG_GLOBAL: "/dev/null",
      },
    });
  const letterpress = async (page: string, line: string) => {
    const words = wordsOf(line);
    const args = words[0] === "init" ? [...words, ...ANSWERS, `--audience=${audience}`] : words;
    const within = words[0] === "init" ? [] : ["--project", "newsletter"];
    const result = await project.run([...within, ...args], {
      env,
      clock: sandbox.clock,
      wait: (ms) => sandbox.advance(ms),
      ...(["dev", "serve"].includes(words[0] ?? "") ? { signal: AbortSignal.abort() } : {}),
      ...(words[0] === "connect" ? { types: "yes" } : {}),
    });
    const expected = EXITS[`${page}: ${words[0]}`] ?? 0;
    const { exit, output } = result;
    expect({ page, line, exit, output }).toEqual({ page, line, exit: expected, output });
  };
  return { folder, shell, letterpress };
}

/** Lines of a page's shell blocks, without what stands behind `#`; of the sections whose titles `has` takes. */
async function linesOf(page: string, has: (title: string) => boolean): Promise<string[]> {
  const sections = (await readFile(`docs/${page}.md`, "utf8")).split(/^## /m);
  const text = sections
    .filter((section, index) => has(index === 0 ? "" : (section.split("\n")[0] ?? "")))
    .join("");
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block
      .split("\n")
      .map((line) => line.replace(/(?:^|\s{2,})#.*$/, "").trim())
      .filter((line) => line !== ""),
  );
}

/** A reader's own file and list stand in for what no page can know. */
function wordsOf(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? [])
    .map((word) => word.replaceAll('"', ""))
    .map((word) => ({ LIST: "letter", "/elsewhere/readers.csv": "readers.csv" })[word] ?? word);
}

async function read(
  page: string,
  at: Awaited<ReturnType<typeof newcomer>>,
  has: (title: string) => boolean = () => true,
): Promise<number> {
  let typed = 0;
  for (const line of await linesOf(page, has)) {
    const [, command] = /^npx letterpress (.+)$/.exec(line) ?? [];
    if (command !== undefined) {
      await at.letterpress(page, command);
      typed += 1;
    } else if (line.startsWith("git ")) await at.shell(line);
    // The package's own test installs it.
    else if (!/^(?:cd newsletter|npm install|RESEND_API_KEY=)/.test(line))
      throw new Error(`docs/${page}.md: nobody types this here: ${line}`);
  }
  return typed;
}

/** What the pages ask for between two commands: the words of the letter, and that it is no draft. The other draft is dropped. */
async function finish(folder: string): Promise<void> {
  for (const name of await readdir(join(folder, "issues"))) {
    if (name.endsWith("-how-type-is-cast")) await rm(join(folder, "issues", name), { recursive: true });
    if (!name.endsWith("-hello")) continue;
    const text = issue(["title: Hello", "draft: false", "send_at: 2026-12-15 09:00"]);
    await writeFile(join(folder, "issues", name, "index.md"), text);
  }
}

test("the first four pages, typed in order, schedule a letter at Resend", async () => {
  const at = await newcomer("resend");
  expect(await read("start", at)).toBe(6);
  expect(await read("write", at)).toBeGreaterThan(1);
  expect(await read("templates", at)).toBeGreaterThan(1);
  await finish(at.folder);
  await at.shell("git init --quiet --bare ../origin.git && git remote add origin ../origin.git");
  await at.shell("git push --quiet --set-upstream origin main");
  // Moving is for those who come from a ledger, and has a test of its own.
  expect(await read("without-a-server", at, (title) => title !== "Move")).toBeGreaterThan(12);
});

test("the last page, typed in order, schedules a letter in a ledger", async () => {
  const at = await newcomer("ledger");
  await at.letterpress("start", "init newsletter");
  await at.letterpress("start", 'new "Hello"');
  await finish(at.folder);
  // Ramps and `send` are other ways of the same, and have tests of their own.
  const isHere = (title: string) => ["The first send", "Watching and stopping"].includes(title);
  expect(await read("send", at, isHere)).toBeGreaterThan(10);
});
