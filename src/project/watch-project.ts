import type { Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { watch } from "chokidar";

/** How long nothing must change before a change is reported: editors save one file in several steps. */
const QUIET_MS = 40;

/** A running watch. It sees changes from `ready` on, and reports nothing more once disposed. */
interface ProjectWatch extends AsyncDisposable {
  readonly ready: Promise<void>;
}

/** Paths, relative to the root, of existing files whose bytes have changed; null if files came or went as well. */
export type Edited = ReadonlySet<string> | null;

interface WatchOptions {
  /** Gets what the system refuses, such as more watches than it allows. Without this handler such an error ends the process. */
  readonly onError?: (error: unknown) => void;
  /** Default 40 ms. A caller that is asked again at the next change anyway may look sooner. */
  readonly quietMs?: number;
}

/** `images` holds what the config names: the logo, portraits, icons. */
const WATCHED = ["issues", "templates", "images", "newsletter.config.ts"];

/** Call `onChange` once for every burst of changes to issues/, templates/, images/ or newsletter.config.ts below `root`. */
export function watchProject(
  root: string,
  onChange: (edited: Edited) => void,
  { onError, quietMs = QUIET_MS }: WatchOptions = {},
): ProjectWatch {
  const base = resolve(root);
  const watcher = watch(
    WATCHED.map((name) => join(base, name)),
    { ignoreInitial: true },
  );
  if (onError !== undefined) watcher.on("error", onError);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let edited = new Set<string>();
  let isMore = false;
  const report = () => {
    const burst = isMore ? null : edited;
    [edited, isMore] = [new Set(), false];
    if (!closed) onChange(burst);
  };
  watcher.on("all", (event: string, path: string, stats?: Stats) => {
    if (event === "change") edited.add(relative(base, path).replaceAll(sep, "/"));
    else isMore = true;
    clearTimeout(timer);
    // An empty file is about to be written: a preview that read it now would show an empty issue.
    timer = setTimeout(report, stats?.size === 0 ? QUIET_MS : quietMs);
  });
  return {
    ready: new Promise((done) => watcher.once("ready", () => done())),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
