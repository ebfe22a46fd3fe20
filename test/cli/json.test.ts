import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import { expect, onTestFinished, test } from "vitest";
import { DOCUMENTS } from "#src/cli/documents/documents.ts";
import { answerDocument as answer } from "#src/cli/documents/answer-document.ts";
import { declaredProgram } from "../../scripts/reference/declared-program.ts";
import { issue, REAL_ENV, type Result, tempProject } from "./temp-project.ts";

const OTHER_LANGUAGES = ["completion", "lsp"];

test("every command takes --json but those that speak to a shell or an editor", () => {
  const program = declaredProgram();
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const without = leaves(program)
    .filter(({ options }) => !options.some(({ long }) => long === "--json"))
    .map((command) => command.name())
    .filter((name) => name !== "help");
  expect(without.toSorted()).toEqual(OTHER_LANGUAGES.toSorted());
});

test("a command answers a program in one document: what was done, what went wrong, and its exit code", async () => {
  const project = await tempProject({ "issues/2026-12-01-hello.md": issue(["draft: false"], "Hello.") });
  const run = async (...args: string[]) => {
    const { exit, stdout } = await project.run(args);
    const document: unknown = JSON.parse(stdout);
    return { exit, document };
  };
  const added = await run("subscribers", "add", "ada@a.example", "--sandbox", "--json");
  expect(answer.parse(added.document)).toEqual({
    command: "subscribers add",
    exit: 0,
    lines: [expect.stringContaining("ada@a.example")],
    error: null,
  });
  // Both kinds: a command with a document of its own fails as one without.
  for (const [command, ...args] of [
    ["schedule", "helo"],
    ["plan", "helo"],
  ] as const) {
    const failed = await run(command, ...args, "--sandbox", "--json");
    expect(answer.parse(failed.document)).toMatchObject({
      command,
      exit: 2,
      lines: [],
      error: { code: "project/no-issue", hint: expect.any(String) },
    });
    expect(failed.exit).toBe(2);
  }
  // Nobody is asked, although a person sits there and would say yes: the option that answers is named.
  const asked = await project.run(["subscribers", "erase", "ada@a.example", "--sandbox", "--json"], {
    types: "yes",
  });
  expect(answer.parse(JSON.parse(asked.stdout))).toMatchObject({
    exit: 2,
    error: { code: "send/not-confirmed", hint: expect.stringContaining("--yes") },
  });
  const checked = await run("check", "hello", "--json");
  expect(answer.safeParse(checked.document).success).toBe(false);
});

test("each question is answered by a document of its own, and the exit code is the same as without --json", async () => {
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false", "send_at: 2026-12-01 09:00"], "Hello."),
    // On another list: readers of one would have had this subject before.
    "issues/2026-12-02-bad.md": issue(["draft: false", "send_at: 2026-12-02 09:00", "list: extra"], "TK"),
    "readers.csv": "email,city\nada@a.example,Lima\nbob@b.example,\n",
    "bounced.csv": "email,reason\nhard@b.example,bounced\n",
  });
  const run = (line: string) => project.run([...line.split(" "), "--sandbox"]);
  // The runner of these tests compares each with its schema.
  const asked = async (line: string): Promise<unknown> => {
    const [people, program] = [await run(line), await run(`${line} --json`)];
    expect({ line, exit: program.exit }).toEqual({ line, exit: people.exit });
    return JSON.parse(program.stdout) as unknown;
  };
  expect(await asked("subscribers import readers.csv --unstated active --dry-run")).toMatchObject({ new: 2 });
  await run("subscribers import readers.csv --unstated active");
  expect(await asked("suppressions import bounced.csv")).toMatchObject({ rows: 1 });
  expect(await asked("suppressions list")).toMatchObject([{ address: null, reason: "bounced" }]);
  expect(await asked("subscribers count")).toMatchObject({ people: 2, suppressions: { bounced: 1 } });
  expect(await asked("subscribers show ada@a.example")).toMatchObject({ subscriber: { timezone: null } });
  expect(await asked("check")).toMatchObject({ issues: 2, findings: [{ rule: "writing/placeholder" }] });
  expect(await asked("plan hello")).toMatchObject({ audience: { recipients: 2 }, ramp: { state: "none" } });
  expect(await asked("plan bad")).toMatchObject({
    findings: [{ severity: "error" }, { rule: "readers/none", severity: "info" }],
  });
  expect(await asked("status")).toEqual([]);
  expect(await asked("calendar")).toMatchObject([{ slug: "hello", state: "ready" }, { slug: "bad" }]);
  await run("schedule hello");
  expect(await asked("status hello")).toMatchObject([{ state: "scheduled", recipients: null }]);
  expect(await asked("report hello")).toMatchObject({ started_at: null, sends: [{ state: "scheduled" }] });
  await run("pause hello");
  expect(await asked("status")).toMatchObject([{ state: "paused", reason: "person" }]);
  expect(await asked("doctor")).toContainEqual(expect.objectContaining({ name: "ledger", result: "ok" }));
  const refused = await run("send bad --yes --json");
  expect(answer.parse(JSON.parse(refused.stdout))).toMatchObject({ command: "send", exit: 1, error: null });
  expect(refused.exit).toBe((await run("send bad --yes")).exit);
  expect(answer.parse(JSON.parse((await run("report bad --json")).stdout))).toMatchObject({
    exit: 2,
    error: { code: "project/no-issue" },
  });
});

test("what follows a send prints one document and no progress beside it", async () => {
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false", "send_at: 2026-12-01 09:00"], "Hello."),
  });
  const run = (...args: string[]) => project.run([...args, "--sandbox"]);
  await run("subscribers", "add", "ada@a.example");
  await run("schedule", "hello");
  await run("pause", "hello");
  const watched = await run("status", "hello", "--watch", "--json");
  expect(JSON.parse(watched.stdout)).toMatchObject([{ slug: "hello", state: "paused" }]);
});

test("what runs until it is stopped says on its first line that it answers, and where; a failure is the last line", async () => {
  const project = await tempProject({ "issues/2026-12-01-hello.md": issue() });
  const stopped = { signal: AbortSignal.abort() };
  const lines = ({ stdout }: Result) =>
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;
  const ran = async (...args: string[]) => lines(await project.run([...args, "--json"], stopped));
  expect(await ran("dev", "--port", "0", "--sandbox-port", "0")).toEqual([
    expect.objectContaining({ event: "dev.started", url, sandbox_url: url, issues: 1 }),
    expect.objectContaining({ event: "dev.stopped" }),
  ]);
  expect(await ran("sandbox", "--port", "0")).toEqual([
    expect.objectContaining({
      event: "sandbox.started",
      url,
      api_key: expect.stringMatching(/^re_/) as unknown,
    }),
    expect.objectContaining({ event: "sandbox.stopped" }),
  ]);
  const served = await ran("serve", "--port", "0", "--sandbox");
  expect(served[0]).toMatchObject({ event: "serve.started", url });
  expect(served.at(-1)).toMatchObject({ event: "serve.stopped" });

  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  for (const args of [["dev", "--sandbox-port", "0"], ["sandbox"], ["serve", "--sandbox"]]) {
    const failed = await project.run([...args, "--port", String(port), "--json"], stopped);
    expect(lines(failed).at(-1)).toMatchObject({
      command: args[0],
      exit: failed.exit,
      error: { code: "project/port-in-use", hint: expect.stringContaining("--port") as unknown },
    });
    expect(failed.exit).toBe(2);
  }
});

test("schema prints what is published, by the name of a document or of a command, in no project at all", async () => {
  const project = await tempProject();
  await project.write("elsewhere/notes.txt", "No newsletter here.");
  const run = (...args: string[]) =>
    project.run(["--project", "elsewhere", "schema", ...args], { env: REAL_ENV });
  for (const [name, { commands }] of Object.entries(DOCUMENTS)) {
    const published = await readFile(`docs/schemas/${name}.schema.json`, "utf8");
    for (const word of [name, ...commands]) {
      // A command may have the name of another document.
      if (word !== name && word in DOCUMENTS) continue;
      expect(await run(word)).toMatchObject({ exit: 0, stdout: published });
    }
  }
  const wrong = await run("nothing", "--json");
  expect(wrong.exit).toBe(2);
  expect(wrong.stdout).toContain("There is no document nothing.");
});
