import { setTimeout as wait } from "node:timers/promises";
import type { HookHandler } from "#src/sandbox/faults/hooks.ts";
import { type CrashBench, type Life, isOver } from "./crash-bench.ts";

/** Some `letterpress serve` on one ledger, as on some machines: whichever ends is started again. */
export interface Workers extends AsyncDisposable {
  /** How many of the processes have posted a batch. */
  readonly posters: ReadonlySet<number>;
  /** How often one ended that nobody killed. */
  readonly fallen: readonly string[];
  /** Kill the process that has made a request. */
  readonly killPoster: (info: Parameters<HookHandler>[0]) => Promise<void>;
  readonly killAll: () => Promise<void>;
  readonly killOne: (which: number) => Promise<void>;
  /** Resolves when all of them are at work. */
  readonly up: () => Promise<void>;
  /** Resolves when the send is over; throws after `patienceMs`, 240,000 unless given. */
  readonly finished: () => Promise<void>;
  /** Stop them as a machine's service manager does; exit codes. */
  readonly stop: () => Promise<(number | null)[]>;
}

export function startWorkers(bench: CrashBench, count: number): Workers {
  const { sandbox, ledger } = bench;
  const posters = new Set<number>();
  const fallen: string[] = [];
  const killed = new Set<Life>();
  /** Those that are not counted yet: the ledger must stay open for them. */
  const kills = new Set<Promise<void>>();
  const lives = new Map<number, Life>();
  let stopping = false;
  let last = "";

  const startOne = (slot: number): void => {
    const life = bench.start(["serve", "--port", "0", "--host", "127.0.0.1"]);
    lives.set(slot, life);
    void life.ended.then(({ code, signal }) => {
      if (stopping) return;
      if (!killed.has(life)) fallen.push(`${String(code ?? signal)}: ${life.output().slice(-2000)}`);
      last = life.output();
      startOne(slot);
    });
  };
  const kill = async (life: Life | undefined): Promise<void> => {
    if (life === undefined || killed.has(life)) return;
    killed.add(life);
    life.kill("SIGKILL");
    const counted = life.ended.then(() => bench.kills.count(life.pid)).finally(() => kills.delete(counted));
    kills.add(counted);
    await counted;
  };
  const posterOf = async ({ idempotencyKey }: Parameters<HookHandler>[0]): Promise<number | null> => {
    const batch = await ledger.db
      .selectFrom("batches")
      .select("lease_token")
      .where("key", "=", idempotencyKey)
      .executeTakeFirst();
    return batch?.lease_token == null ? null : Number(batch.lease_token.split(":")[1]);
  };
  const listening = sandbox.on("request", async (info) => {
    const pid = await posterOf(info).catch(() => null);
    if (pid !== null) posters.add(pid);
  });
  for (let slot = 0; slot < count; slot++) startOne(slot);

  const over = async (): Promise<boolean> => {
    try {
      return isOver((await bench.status()).send.state);
    } catch {
      // A database that is being restarted: ask again.
      return false;
    }
  };
  const stop = async (): Promise<(number | null)[]> => {
    stopping = true;
    await Promise.all(kills);
    return Promise.all(
      [...lives.values()].map(async (life) => {
        life.kill("SIGTERM");
        return (await life.ended).code;
      }),
    );
  };
  return {
    posters,
    fallen,
    killPoster: async (info) => {
      const pid = await posterOf(info);
      await kill([...lives.values()].find((life) => life.pid === pid));
    },
    killAll: async () => {
      await Promise.all([...lives.values()].map(kill));
    },
    killOne: (which) => kill(lives.get(which)),
    up: async () => {
      while (![...lives.values()].every((life) => life.output().includes("serve.started"))) await wait(20);
    },
    finished: async () => {
      const end = Date.now() + 900_000;
      while (!(await over())) {
        if (Date.now() > end) {
          const said = [...lives.values()].map((life) => life.output().slice(-2000));
          throw new Error(`It is not over:\n${[...said, last.slice(-2000)].join("\n---\n")}`);
        }
        await wait(50);
      }
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      listening[Symbol.dispose]();
      stopping = true;
      for (const life of lives.values()) life.kill("SIGKILL");
      await Promise.all([...lives.values()].map(({ ended }) => ended));
      await Promise.allSettled(kills);
    },
  };
}
