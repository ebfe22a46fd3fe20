import { PassThrough } from "node:stream";
import type { Command } from "commander";
import { createProgram } from "#src/cli/program.ts";

/** The commands as they are declared. It is there to be read: what it would print goes nowhere. */
export function declaredProgram(): Command {
  const io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough() };
  const { signal } = new AbortController();
  return createProgram({ ...io, env: {}, cwd: ".", clock: { now: () => 0 }, signal }, () => undefined);
}
