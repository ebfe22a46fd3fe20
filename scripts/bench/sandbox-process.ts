/**
 * The sandbox in a process of its own, for benchmarks: `fork` it with a `SandboxRequest` as JSON. Sends a
 * `SandboxAddress` when it answers, and a `SandboxBooks` for every message it gets.
 */
import { startSandbox } from "#src/sandbox/start-sandbox.ts";

export interface SandboxRequest {
  /** Requests a second, in fixed windows of one second that begin `phaseMs` after the machine's full seconds. */
  readonly limit: number;
  readonly phaseMs: number;
  /** How long the answer to a batch takes, besides the work for it. */
  readonly latencyMs: number;
}

export interface SandboxAddress {
  readonly url: string;
  readonly apiKey: string;
  readonly sendingKey: string;
}

/** One answered request: when it arrived (ms UTC), whether it posted a batch, and the HTTP status it got. */
export interface Answered {
  readonly at: number;
  readonly isBatch: boolean;
  readonly status: number;
}

export interface SandboxBooks {
  readonly answers: readonly Answered[];
  /** How many addresses have a copy, and how many of them have more than one. */
  readonly reached: number;
  readonly doubled: number;
}

const { limit, phaseMs, latencyMs } = JSON.parse(process.argv[2] ?? "{}") as SandboxRequest;
const sandbox = await startSandbox({
  clock: { now: () => Date.now() - phaseMs },
  inboxMessages: 100,
  switches: {
    rate_limit: limit,
    faults: latencyMs === 0 ? [] : [{ kind: "slow", on: "POST /emails/batch", ms: latencyMs }],
  },
});
const arrivals = new Map<number, number>();
const answers: Answered[] = [];
sandbox.on("request", ({ request }) => void arrivals.set(request, Date.now()));
sandbox.on("answered", ({ request, path, status }) => {
  const at = arrivals.get(request) ?? Date.now();
  arrivals.delete(request);
  answers.push({ at, isBatch: path === "/emails/batch", status: status ?? 0 });
});
process.on("message", () => {
  const copies = [...sandbox.inbox.countsByAddress().values()];
  const books: SandboxBooks = {
    answers,
    reached: copies.length,
    doubled: copies.filter((n) => n > 1).length,
  };
  process.send?.(books);
});
process.once("disconnect", () => void sandbox.close());
const { url, apiKey, sendingKey } = sandbox;
process.send?.({ url, apiKey, sendingKey } satisfies SandboxAddress);
