import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { HookInfo } from "#src/sandbox/hooks.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { BatchState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendStatus, readStatus } from "#src/store/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders, tempLedger } from "../helpers/temp-ledger.ts";
import { mailingEnv, tempProject } from "../helpers/temp-project.ts";
import { stateMet } from "./crash-bench.ts";

/** Some `letterpress serve` on one PostgreSQL, as on some machines: whichever dies is started again. */
export interface WorkerBench {
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  readonly status: () => Promise<SendStatus>;
  readonly kills: Map<BatchState, number>;
  /** How many of the processes have posted a batch. */
  readonly posters: ReadonlySet<number>;
  readonly start: () => void;
  /** Kill the process that has made a request. */
  readonly killPoster: (info: HookInfo) => Promise<void>;
  readonly killAll: () => Promise<void>;
  readonly killOne: (which: number) => Promise<void>;
  /** Resolves when the send is over. */
  readonly finished: () => Promise<void>;
  /** Stop them as a machine's service manager does; exit codes. */
  readonly stop: () => Promise<(number | null)[]>;
}

const PATIENCE_MS = 60_000;

export async function workerBench(options: {
  readonly readers: number;
  readonly workers: number;
  readonly requestsPerSecond: number;
}): Promise<WorkerBench> {
  const root = await tempProject();
  const ledger = await tempLedger({ destination: "resend", dialect: "postgres" });
  await addReaders(ledger, options.readers);
  const sandbox = await startSandbox({ switches: { rate_limit: options.requestsPerSecond } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  await scheduleTestSend(ledger);
  const env = {
    ...mailingEnv({ apiKey: sandbox.sendingKey, baseUrl: sandbox.url }),
    DATABASE_URL: ledger.url,
  };
  const kills = new Map<BatchState, number>();
  const posters = new Set<number>();
  const processes = new Map<number, ChildProcess>();
  let stopping = false;
  let said = "";
  const status = async () => (await readStatus(ledger.db, "hello"))[0] as SendStatus;

  const spawnOne = (slot: number): void => {
    const args = [
      resolve("src/cli/main.ts"),
      "serve",
      "--project",
      root,
      "--port",
      "0",
      "--host",
      "127.0.0.1",
    ];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const hear = (chunk: Buffer) => (said += chunk.toString());
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", () => {
      if (!stopping) spawnOne(slot);
    });
    processes.set(slot, child);
  };
  const killChild = async (child: ChildProcess | undefined): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const met = stateMet(await status());
    kills.set(met, (kills.get(met) ?? 0) + 1);
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const stop = async (): Promise<(number | null)[]> => {
    stopping = true;
    return Promise.all(
      [...processes.values()].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        const [code] = (await ended) as [number | null];
        return code;
      }),
    );
  };
  onTestFinished(async () => {
    stopping = true;
    for (const child of processes.values()) child.kill("SIGKILL");
  });

  const posterOf = async ({ idempotencyKey }: HookInfo): Promise<number | null> => {
    const batch = await ledger.db
      .selectFrom("batches")
      .select("lease_token")
      .where("key", "=", idempotencyKey)
      .executeTakeFirst();
    return batch?.lease_token == null ? null : Number(batch.lease_token.split(":")[1]);
  };
  sandbox.on("request", async (info) => {
    const pid = await posterOf(info);
    if (pid !== null) posters.add(pid);
  });

  return {
    ledger,
    sandbox,
    status,
    kills,
    posters,
    start: () => {
      for (let slot = 0; slot < options.workers; slot++) spawnOne(slot);
    },
    killPoster: async (info) => {
      const pid = await posterOf(info);
      await killChild([...processes.values()].find((child) => child.pid === pid));
    },
    killAll: async () => {
      await Promise.all([...processes.values()].map(killChild));
    },
    killOne: (which) => killChild(processes.get(which)),
    finished: async () => {
      const end = Date.now() + PATIENCE_MS;
      while ((await status()).send.state !== "submitted") {
        if (Date.now() > end) throw new Error(`It is not over:\n${said.slice(-5000)}`);
        await wait(50);
      }
    },
    stop,
  };
}
