import { setTimeout as wait } from "node:timers/promises";
import { type CrashBench, type End, isOver } from "./crash-bench.ts";

/** How one process took being told to stop again and again. */
export interface Stop extends End {
  /** From the first SIGTERM to its end. */
  readonly ms: number;
  /** Requests that Resend got after the first SIGTERM. */
  readonly requests: number;
  readonly output: string;
}

/** Between two SIGTERM: a service manager that has lost its patience. */
const EVERY_MS = 20;

/**
 * Start a process, let it post, and send it SIGTERM over and over until it ends; `times` over, or until the send is
 * over. `moment` says how long (ms) after its first request, or the one numbered `after`, each storm begins.
 */
export async function stormSigterm(
  bench: CrashBench,
  options: {
    readonly command: "tick" | "serve";
    readonly times: number;
    readonly moment: () => number;
    readonly after?: number;
  },
): Promise<Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < options.times && !isOver((await bench.status()).send.state)) {
    const stop = await stormOne(bench, options.command, options.moment(), options.after ?? 1);
    if (stop !== null) stops.push(stop);
  }
  return stops;
}

/** Null where the process was done before it could be told. */
async function stormOne(
  bench: CrashBench,
  command: "tick" | "serve",
  moment: number,
  after: number,
): Promise<Stop | null> {
  const posted = Promise.withResolvers<void>();
  let seen = 0;
  using _first = bench.sandbox.on("request", () => {
    seen += 1;
    if (seen === after) posted.resolve();
  });
  const life = bench.start(command === "tick" ? ["tick"] : ["serve", "--port", "0", "--host", "127.0.0.1"]);
  let ended = false;
  void life.ended.then(() => (ended = true));
  await Promise.race([posted.promise, life.ended]);
  await Promise.race([wait(moment), life.ended]);
  if (ended) return null;
  const began = performance.now();
  let requests = 0;
  using _counted = bench.sandbox.on("request", () => void (requests += 1));
  while (!ended) {
    life.kill("SIGTERM");
    await Promise.race([wait(EVERY_MS), life.ended]);
  }
  return { ...(await life.ended), ms: performance.now() - began, requests, output: life.output() };
}
