#!/usr/bin/env node
import { explain } from "#src/cli/print/explain.ts";
import type { Io } from "./io.ts";
import { createProgram } from "./program.ts";

/** Run one command. Returns the exit code: 0 done, 1 findings, 2 wrong use, 3 failure, 4 a person must decide. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exit = 0;
  try {
    const program = createProgram(io, (code) => {
      exit = code;
    });
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    return explain(error, io);
  }
}

if (import.meta.main) {
  const stop = new AbortController();
  // A service manager may repeat itself, and means no more by it than the first time.
  process.on("SIGTERM", () => stop.abort("SIGTERM"));
  // The first one asks, the second one ends: whoever presses twice means it.
  process.once("SIGINT", () => {
    stop.abort("SIGINT");
    process.once("SIGINT", () => process.exit(130));
  });
  // `letterpress check | head` closes the pipe: no reason for a stack trace.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    clock: { now: Date.now },
    signal: stop.signal,
  });
  // A request whose answer the stop did not wait for would keep the process for as long as it may take.
  if (stop.signal.aborted) process.exit();
}
