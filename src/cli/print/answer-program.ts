import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { scrub } from "#src/app/job/scrub.ts";
import type { AnswerDocument } from "#src/cli/documents/answer-document.ts";
import type { Io } from "#src/cli/io.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { explain } from "./explain.ts";
import { printJson } from "./print.ts";

/**
 * Runs a command for a program. No person is there to answer, so the command asks nothing, and the program gets one JSON document
 * on stdout whether the command succeeds or fails. `hasOwn`: the command prints its own document when it succeeds.
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
  let error: AnswerDocument["error"] = null;
  try {
    exit = await run({ ...io, stdout: heard, stdin: nobody() });
  } catch (thrown) {
    exit = explain(thrown, io);
    error = errorOf(thrown);
  }
  heard.end();
  const output = await said;
  if (hasOwn && error === null) io.stdout.write(output);
  else printJson(io, { command, exit, lines: hasOwn ? [] : linesOf(output), error } satisfies AnswerDocument);
  return exit;
}

/**
 * The same for a command that runs until it is stopped: it prints its own lines of JSON as it goes, and if it fails, the last
 * line is the answer.
 */
export async function answerLines(
  command: string,
  io: Io,
  run: (io: Io) => Promise<number>,
): Promise<number> {
  try {
    return await run({ ...io, stdin: nobody() });
  } catch (thrown) {
    const exit = explain(thrown, io);
    const answer: AnswerDocument = { command, exit, lines: [], error: errorOf(thrown) };
    io.stdout.write(`${JSON.stringify(answer)}\n`);
    return exit;
  }
}

/** An input at which nobody can answer: it is no terminal, and has ended. */
function nobody(): Io["stdin"] {
  return Object.assign(new PassThrough().end(), { isTTY: false });
}

function errorOf(thrown: unknown): NonNullable<AnswerDocument["error"]> {
  const isOurs = thrown instanceof LetterpressError;
  return {
    code: isOurs ? thrown.code : null,
    // The error of a database quotes the row that it failed on.
    message: isOurs ? thrown.message : scrub(messageOf(thrown), []),
    hint: isOurs ? thrown.hint : "",
  };
}

function linesOf(output: string): string[] {
  const lines = stripVTControlCharacters(output).split("\n");
  return lines.filter((line) => line.trim() !== "");
}
