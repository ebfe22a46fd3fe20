import { watchProject } from "#src/project/watch-project.ts";
import type { Io } from "#src/cli/io.ts";
import { explain } from "#src/cli/print/explain.ts";
import { print } from "#src/cli/print/print.ts";

/**
 * Check now, and again at each save, until stopped. An editor's task knows by the first and the last line of a pass which findings
 * are old.
 */
export async function watchCheck(root: string, pass: () => Promise<unknown>, io: Io): Promise<number> {
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  await using watcher = watchProject(root, wake);
  await watcher.ready;
  io.signal.addEventListener("abort", wake);
  while (!io.signal.aborted) {
    changed = Promise.withResolvers<void>();
    print(io, "Checking …");
    // A config that cannot be read for the moment ends nothing: the next save may correct it.
    await pass().catch((error: unknown) => explain(error, io));
    print(io, "Waiting for the next save. Ctrl-C ends it.");
    if (!io.signal.aborted) await changed.promise;
  }
  return 0;
}
