import type { App } from "#src/app/open-app.ts";
import type { Clock } from "#src/model/clock.ts";
import { watchProject } from "#src/project/watch-project.ts";
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
  /** What may decide about that ledger's sends and readers. */
  readonly app?: App | null;
  readonly clock?: Clock;
}): Promise<Dev> {
  const { root, port, sandboxUrl, app = null, clock = { now: Date.now } } = options;
  const { ledger = app?.ledger ?? null } = options;
  const source = createStudioSource({ root, clock, ledger });
  const listeners = new Set<() => void>();
  const studio = createStudio({
    source,
    clock,
    ledger,
    app,
    ledgerName: "Sandbox: nobody is mailed",
    sandboxUrl,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  // The first page is requested at once, and reading all files takes a moment.
  void source.project().catch(() => undefined);
  const server = await listen(studio, { port, host: "127.0.0.1" });
  const watcher = watchProject(root, () => {
    source.forget();
    for (const listener of listeners) listener();
  });
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
