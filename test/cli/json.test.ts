import type { Command } from "commander";
import { expect, test } from "vitest";
import { z } from "zod";
import { declaredProgram } from "../../scripts/reference/declared-program.ts";
import { issue, tempProject } from "./temp-project.ts";

/** As docs/json.md promises it. */
const answer = z.strictObject({
  command: z.string(),
  exit: z.int().min(0).max(4),
  lines: z.array(z.string()),
  error: z.strictObject({ code: z.string().nullable(), message: z.string(), hint: z.string() }).nullable(),
});

const FOR_PEOPLE = ["dev", "serve", "sandbox", "completion"];

test("every command takes --json but those that run until they are stopped, and the one that prints for a shell", () => {
  const program = declaredProgram();
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const without = leaves(program)
    .filter(({ options }) => !options.some(({ long }) => long === "--json"))
    .map((command) => command.name())
    .filter((name) => name !== "help");
  expect(without.toSorted()).toEqual(FOR_PEOPLE.toSorted());
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
