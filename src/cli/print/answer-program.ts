import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { scrub } from "#src/app/job/scrub.ts";
import type { Io } from "#src/cli/io.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { explain } from "./explain.ts";
import { printJson } from "./print.ts";

/** What `--json` prints for a command without a document of its own, and for each command that fails. */
interface Answer {
  readonly command: string;
  /** The exit code of the process. */
  readonly exit: number;
  /** What a person would have read, line by line. */
  readonly lines: readonly string[];
  readonly error: {
    /** Of the catalogue in docs/reference/errors.md; null for a fault of Letterpress. */
    readonly code: string | null;
    readonly message: string;
    readonly hint: string;
  } | null;
}

/**
 * Run a command for a program, which nobody can answer for: it is never asked anything, and gets one JSON document on stdout
 * whether the command succeeds or fails. `hasOwn`: the command prints its own document when it succeeds.
 */
export async function answerProgram(
  command: string,
  io: Io,
  hasOwn: boolean,
  run: (io: Io) => Promise<number>,
): Promise<number> {
  const heard = new PassThrough();
  const said = text(heard);
  let exit: number;
  let error: Answer["error"] = null;
  try {
    exit = await run({
      ...io,
      stdout: heard,
      stdin: Object.assign(new PassThrough().end(), { isTTY: false }),
    });
  } catch (thrown) {
    exit = explain(thrown, io);
    const isOurs = thrown instanceof LetterpressError;
    error = {
      code: isOurs ? thrown.code : null,
      // A database quotes the row that it failed on.
      message: isOurs ? thrown.message : scrub(messageOf(thrown), []),
      hint: isOurs ? thrown.hint : "",
    };
  }
  heard.end();
  const output = await said;
  if (hasOwn && error === null) io.stdout.write(output);
  else printJson(io, { command, exit, lines: hasOwn ? [] : linesOf(output), error } satisfies Answer);
  return exit;
}

function linesOf(output: string): string[] {
  const lines = stripVTControlCharacters(output).split("\n");
  return lines.filter((line) => line.trim() !== "");
}
