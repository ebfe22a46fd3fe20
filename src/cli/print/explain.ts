import { scrub } from "#src/app/job/scrub.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { printNote, style } from "./print.ts";

/** Print what went wrong and what to do next. Returns the exit code. */
export function explain(error: unknown, io: Io): number {
  if (error instanceof LetterpressError) {
    printNote(io, `${style(io.stderr, "bad", error.code)}  ${error.message}`);
    if (error.hint !== "") printNote(io, style(io.stderr, "accent", error.hint));
    return error.exit;
  }
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  // The error of a database quotes the row that it failed on, and a service manager keeps what is printed here.
  printNote(io, `${style(io.stderr, "bad", "unexpected failure")}${code}  ${scrub(String(error), [])}`);
  if (error instanceof Error && error.stack !== undefined) printNote(io, scrub(error.stack, []));
  printNote(
    io,
    "This is a bug in Letterpress. Please report it with the lines above and the command you ran.",
  );
  return 3;
}
