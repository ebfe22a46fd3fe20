import { Writable } from "node:stream";
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

/** Check now, and again at each save, until stopped. */
export async function watchCheck(root: string, { pass, format }: Watched, io: Io): Promise<number> {
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  await using watcher = watchProject(root, wake);
  await watcher.ready;
  io.signal.addEventListener("abort", wake);
  const look = format === "text" ? forPerson(pass, io) : forProgram(pass, format, io);
  while (!io.signal.aborted) {
    changed = Promise.withResolvers<void>();
    await look();
    if (!io.signal.aborted) await changed.promise;
  }
  return 0;
}

/** One line of JSON for each pass, or its annotations, and nothing else on stdout. */
function forProgram(pass: Watched["pass"], format: Watched["format"], io: Io): () => Promise<void> {
  return async () => {
    printNote(io, "Checking …");
    // A config that cannot be read for the moment ends nothing: the next save may correct it.
    if (format === "github") await pass(io).catch((error: unknown) => explain(error, io));
    else await answerLines("check", { ...io, oneLine: true }, pass);
    printNote(io, "Waiting for the next save. Ctrl-C ends it.");
  };
}

/**
 * An editor's task knows by the first and the last line of a pass which findings are old, so a pass that is printed is printed
 * whole. A pass that finds what the last one found is a single line.
 */
function forPerson(pass: Watched["pass"], io: Io): () => Promise<void> {
  let last: string | null = null;
  return async () => {
    // The first pass takes long, so it is announced before it begins. A later one is short, and only at its end is it clear what to print.
    if (last === null) print(io, "Checking …");
    const said = recorder(io);
    await pass(said.io).catch((error: unknown) => explain(error, said.io));
    if (said.text() === last) {
      print(io, `${timeOf(io)} Checked again: nothing has changed.`);
    } else {
      if (last !== null) print(io, "Checking …");
      said.play();
      print(io, "Waiting for the next save. Ctrl-C ends it.");
    }
    last = said.text();
  };
}

/** An `io` that keeps what is printed, in order, until it is played. */
function recorder(io: Io) {
  const kept: { readonly to: "stdout" | "stderr"; readonly text: string }[] = [];
  const output = (to: "stdout" | "stderr") =>
    Object.assign(
      new Writable({
        write(chunk, _, done) {
          kept.push({ to, text: String(chunk) });
          done();
        },
      }),
      // Colours and widths are those of the stream on which the text will stand.
      { isTTY: io[to].isTTY ?? false, ...(io[to].columns === undefined ? {} : { columns: io[to].columns }) },
    );
  return {
    io: { ...io, stdout: output("stdout"), stderr: output("stderr") } satisfies Io,
    text: () => kept.map(({ text }) => text).join(""),
    play: () => {
      for (const { to, text } of kept) io[to].write(text);
    },
  };
}

/** The hour on the clock of the person who reads it. */
function timeOf({ clock }: Io): string {
  return new Date(clock.now()).toTimeString().slice(0, 8);
}
