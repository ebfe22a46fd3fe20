import { Writable } from "node:stream";
import { watchProject } from "#src/project/watch-project.ts";
import type { Io } from "#src/cli/io.ts";
import { explain } from "#src/cli/print/explain.ts";
import { print } from "#src/cli/print/print.ts";

/**
 * Check now, and again at each save, until stopped. An editor's task knows by the first and the last line of a pass which findings
 * are old, so a pass that is printed is printed whole; one that finds what the last one found is a single line. With `always` it is
 * printed too: a program reads one document for each pass.
 */
export async function watchCheck(
  root: string,
  pass: (io: Io) => Promise<unknown>,
  io: Io,
  { always = false } = {},
): Promise<number> {
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  await using watcher = watchProject(root, wake);
  await watcher.ready;
  io.signal.addEventListener("abort", wake);
  let last: string | null = null;
  while (!io.signal.aborted) {
    changed = Promise.withResolvers<void>();
    // What takes long is announced before it begins; later a pass is short, and known to be worth a line only when it is over.
    if (last === null || always) print(io, "Checking …");
    const said = recorder(io);
    // A config that cannot be read for the moment ends nothing: the next save may correct it.
    await pass(said.io).catch((error: unknown) => explain(error, said.io));
    if (last !== null && !always && said.text() === last) {
      print(io, `${timeOf(io)} Checked again: nothing has changed.`);
    } else {
      if (last !== null && !always) print(io, "Checking …");
      said.play();
      print(io, "Waiting for the next save. Ctrl-C ends it.");
    }
    last = said.text();
    if (!io.signal.aborted) await changed.promise;
  }
  return 0;
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
      // Colours and widths are those of where it will stand.
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

/** The hour on the clock of whoever reads it. */
function timeOf({ clock }: Io): string {
  return new Date(clock.now()).toTimeString().slice(0, 8);
}
