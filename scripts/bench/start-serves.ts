import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

export interface Serves extends AsyncDisposable {
  /** Throws with the output of the processes if one of them has ended. */
  readonly check: () => void;
}

/** Start `count` processes of `letterpress serve` on one ledger. Resolves when all of them answer. */
export async function startServes(options: {
  readonly count: number;
  readonly root: string;
  readonly env: Record<string, string>;
}): Promise<Serves> {
  const main = resolve(import.meta.dirname, "../../src/cli/main.ts");
  const args = [main, "serve", "--project", options.root, "--port", "0", "--host", "127.0.0.1"];
  let said = "";
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, args, { env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    const { promise, resolve: ready } = Promise.withResolvers<void>();
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-5000);
      if (said.includes("serve.started")) ready();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    await Promise.race([
      promise,
      once(child, "exit").then(() => Promise.reject(new Error(`serve ended:\n${said}`))),
    ]);
    return child;
  };
  const children: ChildProcess[] = [];
  // One after another: the first creates pg-boss's tables.
  for (let n = 0; n < options.count; n++) {
    said = "";
    children.push(await start());
  }
  return {
    check() {
      if (children.some(({ exitCode }) => exitCode !== null)) throw new Error(`serve ended:\n${said}`);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children
          .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
          .map(async (child) => {
            const gone = once(child, "exit");
            child.kill("SIGTERM");
            await gone;
          }),
      );
    },
  };
}
