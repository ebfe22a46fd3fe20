import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate as breathe } from "node:timers/promises";
import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { BatchState, Outcome } from "#src/model/states.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendStatus, readStatus } from "#src/store/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders, tempLedger } from "../helpers/temp-ledger.ts";
import { mailingEnv, tempProject } from "../helpers/temp-project.ts";

/** A scheduled send, a sandbox, and `letterpress tick` as a process that can be killed. */
export interface CrashBench {
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  readonly status: () => Promise<SendStatus>;
  /** Run one tick to its end, or to its death. True where it was killed. */
  readonly tick: (arm?: (kill: () => void) => Disposable) => Promise<boolean>;
  /** Which batch state each kill met: that of the batch it interrupted. */
  readonly kills: Map<BatchState, number>;
}

export async function crashBench(readers: number, requestsPerSecond: number): Promise<CrashBench> {
  const root = await tempProject();
  const ledger = await tempLedger({ destination: "resend", folder: root });
  await addReaders(ledger, readers);
  const sandbox = await startSandbox({ switches: { rate_limit: requestsPerSecond } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  await scheduleTestSend(ledger);
  const kills = new Map<BatchState, number>();
  const status = async () => (await readStatus(ledger.db, "hello"))[0] as SendStatus;
  const env = mailingEnv({ apiKey: sandbox.sendingKey, baseUrl: sandbox.url });

  return {
    ledger,
    sandbox,
    status,
    kills,
    async tick(arm) {
      const child = spawn(process.execPath, [resolve("src/cli/main.ts"), "tick", "--project", root], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const output = collect(child);
      using _armed = arm?.(() => child.kill("SIGKILL"));
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      if (signal === "SIGKILL") {
        const state = stateMet(await status());
        kills.set(state, (kills.get(state) ?? 0) + 1);
        return true;
      }
      // 4: uncertain batches need a person, which no crash test may come to.
      if (code !== 0) throw new Error(`tick ended with ${code}:\n${output()}`);
      return false;
    },
  };
}

/** Look at the ledger over and over until `seen`, then act. Returns how to stop looking. */
export function watchLedger(
  bench: Pick<CrashBench, "status">,
  seen: (status: SendStatus) => boolean,
  act: () => void,
): Disposable {
  let watching = true;
  const look = async () => {
    while (watching) {
      // The test may be over, and its ledger closed, while we look for the last time.
      const status = await bench.status().catch((error: unknown) => {
        if (watching) throw error;
        return null;
      });
      if (watching && status !== null && seen(status)) {
        watching = false;
        act();
      }
      await breathe();
    }
  };
  void look();
  return {
    [Symbol.dispose]: () => {
      watching = false;
    },
  };
}

/** What is wrong with who got what: empty where every reader has exactly one copy and the books balance. */
export async function faults(
  { sandbox, status }: Pick<CrashBench, "sandbox" | "status">,
  readers: number,
): Promise<string[]> {
  const copies = sandbox.inbox.countsByAddress();
  const { send, outcomes } = await status();
  const sum = Object.values(outcomes satisfies Record<Outcome, number>).reduce((total, n) => total + n, 0);
  return [
    ...(copies.size === readers ? [] : [`${readers - copies.size} readers have no copy`]),
    ...[...copies].filter(([, n]) => n !== 1).map(([address, n]) => `${address} has ${n} copies`),
    ...(send.state === "submitted" ? [] : [`the send is ${send.state}`]),
    ...(outcomes.submitted === readers ? [] : [`the ledger has ${outcomes.submitted} submitted`]),
    ...(sum === send.recipients && send.candidates === sum + (send.excluded ?? 0)
      ? []
      : ["the books do not balance"]),
  ];
}

/** The state of the batch a kill interrupted: in flight if any is, else waiting, else done. */
export function stateMet({ batches }: SendStatus): BatchState {
  if (batches.submitting > 0) return "submitting";
  return batches.submitted > 0 ? "submitted" : "pending";
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  return () => chunks.join("");
}
