#!/usr/bin/env node
import { CommanderError } from "commander";
import { scrub } from "#src/app/scrub.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "./io.ts";
import { printNote, style } from "./print.ts";
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

function explain(error: unknown, io: Io): number {
  // Commander has printed its own message; --help and --version end this way too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof LetterpressError) {
    printNote(io, `${style(io.stderr, "bad", error.code)}  ${error.message}`);
    if (error.hint !== "") printNote(io, style(io.stderr, "accent", error.hint));
    return error.exit;
  }
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  // Databases quote the row they failed on, and a service manager keeps what is printed here.
  printNote(io, `${style(io.stderr, "bad", "unexpected failure")}${code}  ${scrub(String(error), [])}`);
  if (error instanceof Error && error.stack !== undefined) printNote(io, scrub(error.stack, []));
  printNote(
    io,
    "This is a fault of Letterpress: please report it with the lines above and the command you ran.",
  );
  return 3;
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
