import type { Clock } from "#src/model/clock.ts";
import { type Edited, watchProject } from "#src/project/watch-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { createStudioSource } from "#src/app/studio/studio-source.ts";
import { createStudio } from "#src/web/studio/create-studio.ts";
import { listen } from "#src/web/listen.ts";

/** A running preview. Dispose of it to stop watching and answering. */
export interface Dev extends AsyncDisposable {
  readonly url: string;
}

/** Serve the preview of a project on this machine. Throws `project/port-in-use`. */
export async function startDev(options: {
  readonly root: string;
  readonly port: number;
  /** The address of the sandbox's inbox; null where it does not run. */
  readonly sandboxUrl: string | null;
  /** The ledger whose sends are shown next to the issues. */
  readonly ledger?: Ledger | null;
  readonly clock?: Clock;
}): Promise<Dev> {
  const { root, port, sandboxUrl, ledger = null, clock = { now: Date.now } } = options;
  const source = createStudioSource({ root, clock, ledger });
  const listeners = new Set<() => void>();
  const app = createStudio({
    source,
    clock,
    ledger,
    ledgerName: "Sandbox: nobody is mailed",
    sandboxUrl,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  // The first page is requested at once, and reading all files takes a moment.
  void source.project().catch(() => undefined);
  const server = await listen(app, { port, host: "127.0.0.1" });
  const onSave = (edited: Edited) => {
    source.forget(edited);
    for (const listener of listeners) listener();
  };
  // An author waits for the email, and a file that is saved in two steps is shown twice.
  const watcher = watchProject(root, onSave, { quietMs: 8 });
  // A person who sees the address may save a file at once.
  await watcher.ready;
  return {
    url: server.url,
    [Symbol.asyncDispose]: async () => {
      await watcher[Symbol.asyncDispose]();
      // Event streams never end by themselves.
      await server.close(0);
    },
  };
}
