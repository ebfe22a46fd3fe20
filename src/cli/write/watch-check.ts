import { watchProject } from "#src/project/watch-project.ts";
import type { Io } from "#src/cli/io.ts";
import { answerLines } from "#src/cli/print/answer-program.ts";
import { explain } from "#src/cli/print/explain.ts";
import { print, printNote } from "#src/cli/print/print.ts";
import type { CheckOptions } from "./options.ts";

interface Watched {
  readonly pass: (io: Io) => Promise<number>;
  readonly format: CheckOptions["format"];
}

/**
 * Check now, and again at each save, until stopped. An editor's task knows by the first and the last line of a pass which findings
 * are old; a program gets one line for each pass, and nothing else on stdout.
 */
export async function watchCheck(root: string, { pass, format }: Watched, io: Io): Promise<number> {
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  await using watcher = watchProject(root, wake);
  await watcher.ready;
  const isForPrograms = format === "json" || format === "sarif";
  const say = format === "text" ? print : printNote;
  io.signal.addEventListener("abort", wake);
  while (!io.signal.aborted) {
    changed = Promise.withResolvers<void>();
    say(io, "Checking …");
    // A config that cannot be read for the moment ends nothing: the next save may correct it.
    if (isForPrograms) await answerLines("check", { ...io, oneLine: true }, pass);
    else await pass(io).catch((error: unknown) => explain(error, io));
    say(io, "Waiting for the next save. Ctrl-C ends it.");
    if (!io.signal.aborted) await changed.promise;
  }
  return 0;
}
