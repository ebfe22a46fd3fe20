import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";
import { KILLS } from "./faults.ts";
import type { WorkerOrder } from "./worker-process.ts";

/** The process that sends, started again after each kill. Disposing it ends the process. */
export interface KilledWorker extends AsyncDisposable {
  readonly kills: number;
  /** Why the process ended by itself without success; null if it did not. */
  readonly failure: () => string | null;
}

const SCRIPT = new URL("./worker-process.ts", import.meta.url);
/** A kill follows a POST within this time: long enough for a process to start and to post some batches. */
const KILL_WITHIN_MS = 2_500;

export function keepKilling(
  order: WorkerOrder,
  {
    sandbox,
    kills: wanted,
    random,
  }: { readonly sandbox: Sandbox; readonly kills: boolean; readonly random: () => number },
): KilledWorker {
  let kills = 0;
  let failure: string | null = null;
  let isEnding = false;
  let timer: NodeJS.Timeout | undefined;
  let child = start();

  // A kill tests something only while a batch is under way.
  const listening = sandbox.on("request", ({ method }) => {
    if (!wanted || method !== "POST" || kills >= KILLS || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isEnding || child.exitCode !== null) return;
      kills += 1;
      child.kill("SIGKILL");
    }, random() * KILL_WITHIN_MS);
  });

  function start(): ChildProcess {
    const born = fork(SCRIPT, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    born.send(order);
    born.once("error", (error) => (failure = error.message));
    born.once("exit", (code, signal) => {
      if (isEnding || code === 0) return;
      if (signal === "SIGKILL") child = start();
      else failure = `exit code ${code ?? signal}`;
    });
    return born;
  }

  return {
    get kills() {
      return kills;
    },
    failure: () => failure,
    [Symbol.asyncDispose]: async () => {
      isEnding = true;
      clearTimeout(timer);
      listening[Symbol.dispose]();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
