import { setTimeout as wait } from "node:timers/promises";
import type { Resend } from "resend";
import { MINUTE_MS } from "#src/model/durations.ts";
import type { TokenKeys } from "#src/model/token.ts";
import { fingerprintOf } from "#src/resend/fingerprint.ts";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, readableSends, sendById } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type Claimed, LEASE_MS } from "./claim-batch.ts";
import { Composers } from "./composers.ts";
import { type Finished, finishSends } from "./finish-sends.ts";
import { Flights } from "./flights.ts";
import { type Answered, type OpenSend, settleAndClaim } from "./settle-and-claim.ts";
import { tidy } from "./tidy.ts";

export interface WorkerOptions {
  readonly client: Resend;
  readonly keys: TokenKeys;
  /** Names this process in leases, so that the next start knows whether it still lives. */
  readonly token: string;
  /** Aborted: stop claiming. What is in flight is settled, or left to its lease. */
  readonly signal: AbortSignal;
  /** POSTs in flight at once. Default: `MOST_FLIGHTS`. */
  readonly concurrency?: number;
  /** Return when nothing is left that could be posted now. If false, the worker waits, and looks again when woken. */
  readonly untilIdle: boolean;
  /** Work on this send only (a test, `send SLUG`); otherwise on all. */
  readonly only?: number;
  /** Resolves when there may be something new to do. Only for a worker that waits. */
  readonly wake?: () => Promise<void>;
  readonly onSettled?: (send: SendRow, claimed: Claimed, result: SubmitResult) => void;
  readonly onFinished?: (finished: Finished) => void;
}

/**
 * POSTs in flight at once. The limiter decides when each may start; this number only has to suffice for 50 a second whose answers
 * take 200 ms. Each POST holds up to 100 messages in memory, and in an outage each ends in doubt: so there are few at first and
 * after a fault, and one more for each answer that accepts.
 */
const MOST_FLIGHTS = 12;
const FEW_FLIGHTS = 4;
/** A waiting worker looks again this often even if nobody wakes it. */
const POLL_MS = 1000;
/** A one-pass worker waits for a repeat or for the limiter at most this long; the next tick goes on. */
const IDLE_WAIT_MS = MINUTE_MS;

/** Claim, submit and settle batch after batch. Safe to run in any number of processes on one ledger, and to kill. */
export async function runWorker(ledger: Ledger, options: WorkerOptions): Promise<void> {
  const flights = new Flights(options.client, ledger.clock);
  try {
    await work(ledger, options, flights);
  } finally {
    // If the ledger failed, a worker that begins again must not meet POSTs of ours that are still under way.
    await flights.ended();
  }
}

async function work(ledger: Ledger, options: WorkerOptions, flights: Flights): Promise<void> {
  const composers = new Composers(ledger, options.keys);
  const worker = { token: options.token, apiKey: fingerprintOf(options.client) };
  const most = options.concurrency ?? MOST_FLIGHTS;
  let limit = Math.min(FEW_FLIGHTS, most);
  let idleSince: number | null = null;

  for (;;) {
    const settled = flights.answered;
    // The limit is set before the next batches are claimed; else as many would leave after a fault as were under way before it.
    for (const { result } of settled)
      limit = Math.min(most, result.outcome === "accepted" ? limit + 1 : FEW_FLIGHTS);
    // Once stopped, a worker only records the answers that still come.
    const room = options.signal.aborted ? 0 : Math.max(0, limit - flights.underWay);
    if (room === 0 && settled.length === 0) {
      if (flights.underWay === 0) return;
      await flights.landed();
      continue;
    }
    const sends = room === 0 ? [] : await openSends(ledger, options.only, composers);
    const { claimed, until } = await settleAndClaim(ledger, settled, { ...worker, sends, room });
    flights.forget(settled.length);
    for (const posting of claimed) flights.start(posting);
    await announce(ledger, settled, options);
    if (claimed.length > 0 || settled.length > 0) idleSince = null;
    // There may be more to claim, and more may have been answered meanwhile.
    if (claimed.length === room || flights.answered.length > 0) continue;

    const delay = () => Math.max(1, until - ledger.clock.now());
    const pause = () => sleep(Math.min(delay(), POLL_MS), options.signal);
    if (flights.underWay > 0) {
      // A settled batch may open the next (batch 1 goes alone), so wait for whichever comes first.
      await flights.landed(pause());
      continue;
    }
    for (const finished of await tidy(ledger)) options.onFinished?.(finished);
    if (options.untilIdle) {
      idleSince ??= ledger.clock.now();
      if (await isOver(ledger, options.only, delay(), ledger.clock.now() - idleSince)) return;
    }
    await Promise.race([pause(), ...(options.wake ? [options.wake()] : [])]);
  }
}

/** Report what became of the batches whose answers are in the ledger now. */
async function announce(
  ledger: Ledger,
  settled: readonly Answered[],
  { onSettled, onFinished }: WorkerOptions,
): Promise<void> {
  for (const { send, claimed, result } of settled) {
    onSettled?.(send, claimed, result);
    // Every claim walks through the open sends: a thousand finished sends to one reader each must not be among them.
    if (send.kind !== "trigger") continue;
    for (const finished of await finishSends(ledger, send.id)) onFinished?.(finished);
  }
}

/**
 * Whether a worker of one pass is done. A worker for one send also waits for another process that has its last batch in
 * flight; a tick leaves that batch to the other process, because the next tick looks again.
 */
async function isOver(
  ledger: Ledger,
  only: number | undefined,
  delay: number,
  idleMs: number,
): Promise<boolean> {
  if (only === undefined) return delay === Infinity || idleMs + delay > IDLE_WAIT_MS;
  const send = await sendById(ledger.db, only);
  return send?.state !== "submitting" || delay > 2 * LEASE_MS;
}

/** The sends that have batches to claim; first those that a reader waits for. */
async function openSends(
  ledger: Ledger,
  only: number | undefined,
  composers: Composers,
): Promise<OpenSend[]> {
  const sends = await readableSends(ledger, ["submitting"]);
  composers.keepOnly(sends);
  const open: OpenSend[] = [];
  // A reader who has just pressed a button waits for the mail; an issue to a hundred thousand can wait for one call.
  for (const send of sends.toSorted((a, b) => Number(b.kind === "trigger") - Number(a.kind === "trigger"))) {
    if (only !== undefined && only !== send.id) continue;
    const settings = settingsOf(send);
    const compose = await composers.of(send, settings);
    if (compose !== null) open.push({ send, settings, compose });
  }
  return open;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
