import { join, resolve } from "node:path";
import { watch } from "chokidar";

/** Quiet after the last change before it is reported: editors save one file in several steps. */
const QUIET_MS = 40;

/** A running watch. Changes are seen from `ready` on; disposing it reports nothing more. */
interface ProjectWatch extends AsyncDisposable {
  readonly ready: Promise<void>;
}

/** `images` holds what the config names: the logo, portraits, icons. */
const WATCHED = ["issues", "templates", "images", "newsletter.config.ts"];

/** Call `onChange` once for every burst of changes to issues/, templates/, images/ or newsletter.config.ts below `root`. */
export function watchProject(
  root: string,
  onChange: () => void,
  /** Takes what the system refuses, such as more watches than it allows; without it that ends the process. */
  onError?: (error: unknown) => void,
): ProjectWatch {
  const paths = WATCHED.map((name) => join(resolve(root), name));
  const watcher = watch(paths, { ignoreInitial: true });
  if (onError !== undefined) watcher.on("error", onError);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!closed) onChange();
    }, QUIET_MS);
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
