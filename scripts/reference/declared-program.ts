import { PassThrough } from "node:stream";
import type { Command } from "commander";
import { createProgram } from "#src/cli/program.ts";

/** Returns the program with its declared commands. It is only there to be read: its output goes nowhere. */
export function declaredProgram(): Command {
  const io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough() };
  const { signal } = new AbortController();
  return createProgram({ ...io, env: {}, cwd: ".", clock: { now: () => 0 }, signal }, () => undefined);
}
