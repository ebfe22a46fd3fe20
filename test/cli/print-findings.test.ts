import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { printForGithub } from "#src/cli/print/print-findings.ts";

test("escapes what would end a GitHub annotation, or add a property to it", () => {
  const stdout = new PassThrough({ encoding: "utf8" });
  const io = {
    stdout,
    stderr: new PassThrough(),
    stdin: new PassThrough(),
    env: {},
    cwd: "/",
    clock: { now: () => 0 },
    signal: new AbortController().signal,
  };
  const finding = {
    rule: "link/malformed",
    severity: "error",
    file: "issues/a,line=1:b%.md",
    line: 3,
    column: 5,
    message: "100% of it\r\n::error::is wrong.",
    hint: null,
    fix: null,
  } as const;
  printForGithub(io, [finding], "");
  expect(stdout.read()).toBe(
    "::error file=issues/a%2Cline=1%3Ab%25.md,line=3,col=5,title=link/malformed::100%25 of it%0D%0A::error::is wrong.\n",
  );
});
