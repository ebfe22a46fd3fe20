import { fork } from "node:child_process";
import { once } from "node:events";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { type PlainError, asError } from "#src/model/errors.ts";

/** What runs apart, and where. */
export interface Place {
  /** A file that calls `takeOrders`. */
  readonly script: URL;
  /** A process returns all of its memory when it ends; a thread starts faster, and its memory can be limited. */
  readonly kind: "process" | "thread";
  /** For a thread: the most its heap may grow to, MB. */
  readonly memory?: ResourceLimits;
}

/** Errors that report the death of the other side, not its answer. */
const deaths = new WeakSet<Error>();

/** Whether an order was rejected because the other side died. */
export function hasDied(error: unknown): boolean {
  return error instanceof Error && deaths.has(error);
}

/** A process or thread that runs apart. Orders, progress and results are plain data: they are copied on the way. */
export interface Apart<Order, Result, Progress> {
  /** Rejects with the error of the other side, its code, hint and finding included, or if the other side dies. */
  readonly ask: (order: Order, onProgress?: (progress: Progress) => void) => Promise<Result>;
  /** End the process or thread. Nothing may be asked at that moment. */
  readonly end: () => Promise<void>;
}

/** To the other side. */
export interface Question<Order> {
  readonly id: number;
  readonly order: Order;
}

/** From the other side. */
export type Answer<Result, Progress> = { readonly id: number } & (
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "error"; readonly error: PlainError }
);

/** Start it, ask it one thing, end it. */
export async function runApart<Order, Result, Progress = never>(
  place: Place,
  order: Order,
  onProgress?: (progress: Progress) => void,
): Promise<Result> {
  const apart = startApart<Order, Result, Progress>(place);
  try {
    return await apart.ask(order, onProgress);
  } finally {
    await apart.end();
  }
}

/**
 * A process or thread that stays for many orders, which it takes one after the other. It starts with the first order,
 * and starts again with the first order after its death. It keeps this process from ending only while it owes an
 * answer.
 */
export function startApart<Order, Result, Progress = never>(place: Place): Apart<Order, Result, Progress> {
  const waiting = new Map<number, Waiting<Result, Progress>>();
  let link: Link | null = null;
  let last = 0;

  const onMessage = (message: unknown) => {
    const answer = message as Answer<Result, Progress>;
    const asker = waiting.get(answer.id);
    if (answer.kind === "progress") return asker?.onProgress?.(answer.progress);
    waiting.delete(answer.id);
    if (waiting.size === 0) link?.release();
    if (answer.kind === "result") asker?.resolve(answer.result);
    else asker?.reject(asError(answer.error));
  };
  const start = (): Link => {
    let isDead = false;
    const onDeath = (error: Error) => {
      // A process may die in two steps, the error and the end: the second step must not be taken for the death of its successor.
      if (isDead) return;
      isDead = true;
      link = null;
      deaths.add(error);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    return (place.kind === "process" ? startProcess : startThread)(place, onMessage, onDeath);
  };

  return {
    ask: async (order, onProgress) => {
      link ??= start();
      const id = (last += 1);
      link.send({ id, order });
      link.hold();
      const answer = Promise.withResolvers<Result>();
      waiting.set(id, { ...answer, onProgress });
      return answer.promise;
    },
    end: async () => link?.end(),
  };
}

interface Waiting<Result, Progress> extends PromiseWithResolvers<Result> {
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** What a process and a thread have in common. */
interface Link {
  readonly send: (question: Question<unknown>) => void;
  /** Keep this process from ending. */
  readonly hold: () => void;
  readonly release: () => void;
  readonly end: () => Promise<void>;
}

type Start = (place: Place, onMessage: (message: unknown) => void, onDeath: (error: Error) => void) => Link;

const startProcess: Start = ({ script }, onMessage, onDeath) => {
  // The default serialization is JSON, which loses undefined values and dates.
  const child = fork(script, {
    serialization: "advanced",
    execArgv: withoutEnvFiles(process.execArgv),
    // A program that the child starts, such as an editor, prints where the child prints: stdout holds only what the command answers.
    stdio: ["inherit", 2, 2, "ipc"],
  });
  child.on("message", onMessage);
  child.on("error", onDeath);
  // The child's last message may come after its exit; the channel closes after both.
  const ended = Promise.all([once(child, "exit"), once(child, "disconnect")]);
  void ended.then(
    ([[code, signal]]) => onDeath(endedWith(script, (code ?? signal) as number | string)),
    onDeath,
  );
  return {
    // A process that has died meanwhile takes no question; its exit rejects the question.
    send: (question) => child.send(question, () => undefined),
    hold: () => (child.ref(), child.channel?.ref()),
    release: () => (child.unref(), child.channel?.unref()),
    end: async () => {
      child.ref();
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};

/**
 * Node's own options for a process, without `--env-file`: the child would read the secrets again that were removed from the
 * environment.
 */
function withoutEnvFiles(flags: readonly string[]): string[] {
  const isName = (flag: string | undefined) => /^--env-file(?:-if-exists)?$/.test(flag ?? "");
  return flags.filter((flag, at) => !flag.startsWith("--env-file") && !isName(flags[at - 1]));
}

const startThread: Start = ({ script, memory = {} }, onMessage, onDeath) => {
  // With `--env-file` a thread would read the secrets again, too; of the other options, Node takes hardly any for a thread.
  const thread = new Worker(script, { resourceLimits: memory, execArgv: [] });
  thread.on("message", onMessage);
  // An error overtakes the answers that the thread gave before it: only the thread's exit comes after all of them.
  let fault: Error | null = null;
  thread.once("error", (error) => (fault = error instanceof Error ? error : new Error(String(error))));
  thread.once("exit", (code) => onDeath(fault ?? endedWith(script, code)));
  return {
    send: (question) => thread.postMessage(question),
    hold: () => thread.ref(),
    release: () => thread.unref(),
    end: async () => void (await thread.terminate()),
  };
};

function endedWith(script: URL, how: number | string): Error {
  return new Error(`${script.pathname.split("/").at(-1)} ended with ${how} before it answered.`);
}
