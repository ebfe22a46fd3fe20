import { setFlagsFromString } from "node:v8";
import { CommanderError } from "commander";
import { takeEnvironment } from "#src/app/take-environment.ts";
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
    // Commander has printed its own message. --help ends this way too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return (await import("#src/cli/print/explain.ts")).explain(error, io);
  }
}

/**
 * V8 lets the heap of a thread grow to several times its content before it collects. With these flags each heap stays within
 * 1.4 times, and its part for new objects stays small. `--optimize-for-size` saves hardly more and costs twice the time.
 */
const SPARING = ["--heap-growing-percent=40", "--semi-space-growth-factor=1"];

/** Runs the command of this process. Returns when the command is over and its exit code is set. */
export async function runProcess(): Promise<void> {
  const stop = new AbortController();
  // A service manager may send SIGTERM twice; the second one means the same as the first.
  process.on("SIGTERM", () => stop.abort("SIGTERM"));
  // The first Ctrl-C asks for an end; the second one ends at once.
  process.once("SIGINT", () => {
    stop.abort("SIGINT");
    process.once("SIGINT", () => process.exit(130));
  });
  // `letterpress check | head` closes the pipe; that needs no stack trace.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: takeEnvironment(process.env),
    cwd: process.cwd(),
    clock: { now: Date.now },
    spareMemory: () => SPARING.forEach((flag) => setFlagsFromString(flag)),
    signal: stop.signal,
  });
  // Without this, a request that the stop did not wait for would keep the process alive until its answer.
  if (stop.signal.aborted) process.exit();
}

if (import.meta.main) await runProcess();
