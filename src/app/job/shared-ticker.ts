import { PgBoss } from "pg-boss";
import { newId } from "#src/model/ids.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { JOBS_SCHEMA, WAKE, wakeWorkers } from "#src/store/database/wake-workers.ts";
import { type Ticker, type TickerOptions, createBell } from "./ticker.ts";

export interface SharedTickerOptions extends TickerOptions {
  /** If no process has reported a pass for this long, this process makes one itself; 150 s unless given. */
  readonly quietMs?: number;
}

const TICK = "tick";
const QUIET_MS = 150_000;
/** Seconds. A machine that dies in its pass is noticed after this, and another one makes the next pass. */
const HEARTBEAT = 15;

/**
 * A ticker for any number of processes on one PostgreSQL: pg-boss gives each tick to one of them, and wakes all
 * when there may be something to do. Its jobs carry no facts; they only say to look into the ledger. A lost job costs
 * time until the next one, a repeated job costs one look.
 */
export async function startSharedTicker(ledger: Ledger, options: SharedTickerOptions): Promise<Ticker> {
  const { pattern, pass, onError, quietMs = QUIET_MS } = options;
  const bell = createBell();
  const mine = `${WAKE}-${newId()}`;
  let heard = performance.now();
  /** Passes of this process that have begun and not ended. */
  let passing = 0;
  const hear = (): void => {
    heard = performance.now();
    bell.ring();
  };

  const boss = new PgBoss({
    connectionString: ledger.url,
    schema: JOBS_SCHEMA,
    application_name: "letterpress jobs",
    instanceName: mine,
    max: 3,
    useListenNotify: true,
    superviseIntervalSeconds: HEARTBEAT,
    monitorIntervalSeconds: HEARTBEAT,
  });
  boss.on("error", onError);
  try {
    await boss.start();
    await boss.createQueue(TICK, {
      // One job waits and one runs, on all machines together: passes neither overlap nor pile up.
      policy: "stately",
      heartbeatSeconds: HEARTBEAT,
      retryLimit: 0,
      deleteAfterSeconds: 3600,
      notify: true,
    });
    await boss.createQueue(mine, {
      policy: "short",
      retryLimit: 0,
      retentionSeconds: 300,
      deleteAfterSeconds: 60,
      notify: true,
    });
    await boss.subscribe(WAKE, mine);
    await boss.work(mine, { pollingIntervalSeconds: 1 }, async () => hear());
    await boss.work(TICK, { pollingIntervalSeconds: 1, heartbeatRefreshSeconds: 5 }, tick);
    // pg-boss counts minutes: it does not accept a field of seconds in front.
    await boss.schedule(TICK, pattern.trim().split(/\s+/).slice(-5).join(" "));
    // A person who starts it wants to see something happen before the next full minute.
    await boss.send(TICK);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  const watch = setInterval(() => void watchQuiet(), Math.min(quietMs, 15_000));
  watch.unref();
  return {
    woken: bell.wait,
    [Symbol.asyncDispose]: async () => {
      clearInterval(watch);
      await leave().catch(onError);
    },
  };

  /** A pass may take longer than the others are silent, and must not make this process begin a second one beside it. */
  async function passOnce(): Promise<void> {
    passing += 1;
    await pass().finally(() => (passing -= 1));
  }

  async function tick(): Promise<void> {
    await passOnce();
    await forgetTheDead().catch(onError);
    await wakeWorkers(ledger).catch(onError);
    hear();
  }

  /** Nothing depends on the jobs: if pg-boss is broken or its tables were emptied, every process still makes its own passes. */
  async function watchQuiet(): Promise<void> {
    if (passing > 0 || performance.now() - heard < quietMs) return;
    heard = performance.now();
    await passOnce();
    bell.ring();
  }

  /** Delete the queues of processes that were killed: nothing else empties them. */
  async function forgetTheDead(): Promise<void> {
    const living = new Set((await boss.getInstances()).filter(({ live }) => live).map(({ name }) => name));
    for (const { name } of await boss.getQueues()) {
      if (!name.startsWith(`${WAKE}-`) || name === mine || living.has(name)) continue;
      await boss.unsubscribe(WAKE, name);
      await boss.deleteQueue(name);
    }
  }

  async function leave(): Promise<void> {
    try {
      await boss.unsubscribe(WAKE, mine);
    } finally {
      // With its tables gone pg-boss cannot unsubscribe. If it ran on, it would keep asking for work and hold the process up.
      await boss.stop({ graceful: true, timeout: 2000 });
    }
  }
}
