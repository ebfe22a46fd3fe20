import type { Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { watch } from "chokidar";

/** Quiet after the last change before it is reported: editors save one file in several steps. */
const QUIET_MS = 40;

/** A running watch. Changes are seen from `ready` on; disposing it reports nothing more. */
interface ProjectWatch extends AsyncDisposable {
  readonly ready: Promise<void>;
}

/** Paths, relative to the root, of files that were there before and have other bytes now; null where files came or went as well. */
export type Edited = ReadonlySet<string> | null;

interface WatchOptions {
  /** Takes what the system refuses, such as more watches than it allows; without it that ends the process. */
  readonly onError?: (error: unknown) => void;
  /** 40 ms unless given. Who is asked again at the next change anyway may look sooner. */
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
    // A file without a byte is about to be written: a preview that read it now would show an issue without a word.
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
