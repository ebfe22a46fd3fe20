import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "#src/send/worker-token.ts";

/** Where `letterpress sandbox` answers, for commands with `--sandbox` in the same project. */
interface SandboxPlace {
  readonly url: string;
  readonly pid: number;
}

/** The project that a sandbox started in `root` belongs to, as its real path; null if the folder is no project. */
export function projectAt(root: string): string | null {
  return existsSync(join(root, "newsletter.config.ts")) ? realpathSync(root) : null;
}

/**
 * Records the address of a sandbox that has started. Disposing the result deletes the record, unless another sandbox was
 * started since. Null if the folder is no project: `--sandbox` then tries the default port.
 */
export function keepSandboxPlace(root: string, url: string): Disposable | null {
  if (projectAt(root) === null) return null;
  const file = fileOf(root);
  const place: SandboxPlace = { url, pid: process.pid };
  mkdirSync(join(root, ".letterpress"), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  return {
    [Symbol.dispose]: () => {
      if (readPlace(root)?.url === url) rmSync(file, { force: true });
    },
  };
}

/** The address of the sandbox that runs for this project; null if there is none, judged by whether its process is alive. */
export function sandboxUrl(root: string): string | null {
  const place = readPlace(root);
  return place !== null && isAlive(place.pid) ? place.url : null;
}

/** Null where the file is missing, or half written by a process that died. */
function readPlace(root: string): SandboxPlace | null {
  try {
    const { url, pid } = JSON.parse(readFileSync(fileOf(root), "utf8")) as Partial<SandboxPlace>;
    return typeof url === "string" && /^http:\/\/127\.0\.0\.1:\d+$/.test(url) && Number.isInteger(pid)
      ? { url, pid: Number(pid) }
      : null;
  } catch {
    return null;
  }
}

function fileOf(root: string): string {
  return join(root, ".letterpress", "sandbox.json");
}
