import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { BatchState } from "#src/model/states.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { type SendStatus, readStatus } from "#src/store/sends/status.ts";
import { SUPPRESSION_KEY, addReaders } from "../helpers/sample-send.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { newDatabase } from "../helpers/start-postgres.ts";
import { mailingEnv, writeProject } from "../helpers/write-project.ts";
import { type KillTally, createKillTally } from "./kill-tally.ts";
import { tickAt } from "./tick-at.ts";

/** A send that is due, a sandbox, and `letterpress` as processes that can be killed. Knows nothing of a test runner. */
export interface CrashBench extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  /** The project's root. */
  readonly root: string;
  readonly readers: number;
  readonly env: Readonly<Record<string, string>>;
  readonly kills: KillTally;
  readonly status: () => Promise<SendStatus>;
  /** Start a command of `letterpress`. */
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Life;
  /** Run one tick to its end, or to its death by what `arm` prepares. True where it was killed. */
  readonly tick: (arm?: (kill: () => void) => Disposable, options?: TickOptions) => Promise<boolean>;
}

export interface TickOptions {
  /** It throws where a tick ends with another exit code than these; 0 alone unless given. */
  readonly exits?: readonly number[];
  /** The state whose first sight kills it; without it the tally finds out what a kill met. */
  readonly met?: BatchState;
  /** How far its clock is before ours; behind ours where it is negative. */
  readonly aheadMs?: number;
}

/** Of `holdBack`. */
const HOLD_MS = 8_000;

/** A process from its start to its end. */
export interface Life {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<End>;
  readonly output: () => string;
}

export interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface BenchOptions {
  readonly readers: number;
  readonly switches?: SwitchesInput;
  /** The address of a PostgreSQL server to make a database on; without one the ledger is a file in the project. */
  readonly postgres?: string;
  /** An empty folder for the project, which the caller removes; without one it has its own. */
  readonly folder?: string;
  /** Change who reads before the send is scheduled. */
  readonly prepare?: (ledger: Ledger) => Promise<unknown>;
}

export async function crashBench(options: BenchOptions): Promise<CrashBench> {
  await using stack = new AsyncDisposableStack();
  const { readers, folder } = options;
  const root = folder ?? (await mkdtemp(join(tmpdir(), "letterpress-crash-")));
  if (folder === undefined) stack.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  await writeProject(root);
  const ledger = await openLedger({
    url: options.postgres === undefined ? "sqlite:ledger.db" : await newDatabase(options.postgres),
    root,
    destination: "resend",
    suppressionKey: SUPPRESSION_KEY,
    clock: { now: Date.now },
    create: true,
  });
  stack.use(ledger);
  await addReaders(ledger, readers);
  const sandbox = stack.use(await startSandbox({ switches: { rate_limit: 100, ...options.switches } }));
  await options.prepare?.(ledger);
  const env = {
    ...mailingEnv({ apiKey: sandbox.sendingKey, baseUrl: sandbox.url }),
    DATABASE_URL: ledger.url,
    // Hundreds of starts: what the first process that ends well has compiled serves all the others.
    NODE_COMPILE_CACHE: join(tmpdir(), "letterpress-crash-compiled"),
  };
  // The triggers' mails are composed once in a ledger's life. Each process that is killed before it has kept them would compose them again.
  const { code, output } = await tickAt({ root, env }, 0);
  if (code !== 0) throw new Error(`The first tick ended with ${code}:\n${output}`);
  // A list this long, sent for the first time, would wait for an answer about its ramp.
  await scheduleTestSend(ledger, { settings: { ramp: { steps: null, by: "file" } } });
  const lives = new Set<Life>();
  stack.defer(async () => {
    for (const life of lives) life.kill("SIGKILL");
    await Promise.all([...lives].map(({ ended }) => ended));
  });
  const status = async () => (await readStatus(ledger.db, "hello"))[0] as SendStatus;
  const kills = createKillTally(ledger, status);
  const start: CrashBench["start"] = (args, more = {}) => {
    const life = startLife([...args, "--project", root], { ...env, ...more });
    lives.add(life);
    void life.ended.then(() => lives.delete(life));
    return life;
  };
  const owned = stack.move();

  return {
    ledger,
    sandbox,
    root,
    readers,
    env,
    kills,
    status,
    start,
    async tick(arm, { exits = [0], met, aheadMs } = {}) {
      const life = start(["tick"], aheadMs === undefined ? {} : clockAhead(aheadMs));
      using _armed = arm?.(() => life.kill("SIGKILL"));
      const { code, signal } = await life.ended;
      if (signal === "SIGKILL") {
        await kills.count(life.pid, met);
        return true;
      }
      if (!exits.includes(code ?? -1))
        throw new Error(`tick ended with ${String(code ?? signal)}:\n${life.output()}`);
      return false;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/**
 * Ticks until nothing is left to do; one that does nothing more than the one before would go on for ever. Nobody kills
 * them, so they run in this process: a start of Node each would be most of a test's time.
 */
export async function finish(
  bench: CrashBench,
  { exits = [0] }: Pick<TickOptions, "exits"> = {},
): Promise<void> {
  for (let round = 0; round < 10; round++) {
    if (isOver((await bench.status()).send.state)) return;
    const { code, output } = await tickAt(bench, 0);
    if (!exits.includes(code)) throw new Error(`tick ended with ${code}:\n${output}`);
  }
}

/**
 * Let nothing leave until the function it returns is called. A process that waits meanwhile sleeps to the end it has read, so the end is near
 * and moves on.
 */
export async function holdBack({ ledger }: CrashBench): Promise<() => Promise<void>> {
  const block = async (until: number): Promise<void> => {
    await ledger.db
      .insertInto("limiter")
      .values({ team: "default", rate: 2, next_at: 0, blocked_until: until, high_water_at: 0 })
      .onConflict((conflict) => conflict.column("team").doUpdateSet({ blocked_until: until }))
      .execute();
  };
  await block(Date.now() + HOLD_MS);
  // After a test that has failed the ledger is closed.
  const moving = setInterval(() => {
    block(Date.now() + HOLD_MS).catch(() => clearInterval(moving));
  }, HOLD_MS / 8);
  return async () => {
    clearInterval(moving);
    await block(0);
  };
}

/** What makes the clock of a process wrong. */
export function clockAhead(ms: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${new URL("./shift-clock.ts", import.meta.url).href}`,
    CLOCK_AHEAD_MS: String(ms),
  };
}

/** Nothing moves any more but by events, Resend's list or a person. */
export function isOver(state: string): boolean {
  return state === "submitted" || state === "submitted_with_failures" || state === "settling";
}

function startLife(args: readonly string[], env: Readonly<Record<string, string>>): Life {
  const child = spawn(process.execPath, [resolve("src/cli/main.ts"), ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (chunk: Buffer) => (said += chunk.toString());
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return {
    pid: child.pid ?? -1,
    kill: (signal) => child.kill(signal),
    // `close`, not `exit`: what it said last is heard only then.
    ended: once(child, "close").then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    })),
    output: () => said,
  };
}
