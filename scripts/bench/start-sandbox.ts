import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SandboxAddress, SandboxBooks, SandboxRequest } from "./sandbox-process.ts";

export interface BenchSandbox extends SandboxAddress, AsyncDisposable {
  /** What it has answered so far, and how many addresses have a copy. */
  readonly books: () => Promise<SandboxBooks>;
}

/** Start the sandbox in a process of its own, so that sender and sandbox do not share an event loop. */
export async function startBenchSandbox(request: SandboxRequest): Promise<BenchSandbox> {
  const child = fork(join(import.meta.dirname, "sandbox-process.ts"), [JSON.stringify(request)]);
  const [address] = (await once(child, "message")) as [SandboxAddress];
  return {
    ...address,
    async books() {
      const answered = once(child, "message");
      child.send("books");
      const [books] = (await answered) as [SandboxBooks];
      return books;
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
