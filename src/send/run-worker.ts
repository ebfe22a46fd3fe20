import { setTimeout as wait } from "node:timers/promises";
import type { Resend } from "resend";
import { scrubErased } from "#src/audience/erase-subscriber.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { TokenKeys } from "#src/model/token.ts";
import { type SubmitResult, submitBatch } from "#src/resend/submit-batch.ts";
import { nextBatchAt } from "#src/store/batches.ts";
import { loadEmail } from "#src/store/emails.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, asksToConfirm, sendById, sendsIn, stepSend } from "#src/store/sends.ts";
import { type Claimed, LEASE_MS, claimBatch } from "./claim-batch.ts";
import { type Composer, composerOf } from "./compose-batch.ts";
import { type Finished, finishSends } from "./finish-sends.ts";
import { releaseWaves } from "./release-waves.ts";
import { settleBatch } from "./settle-batch.ts";

export interface WorkerOptions {
  readonly client: Resend;
  readonly keys: TokenKeys;
  /** Names this process in leases, so that the next start knows whether it still lives. */
  readonly token: string;
  /** Aborted: stop claiming. What is in flight is settled, or left to its lease. */
  readonly signal: AbortSignal;
  /** POSTs in flight at once; 4 by default. */
  readonly concurrency?: number;
  /** Return when nothing is left that could be posted now; a waiting worker looks again when woken. */
  readonly untilIdle: boolean;
  /** Work on this send alone (a test, `send SLUG`); otherwise on all. */
  readonly only?: number;
  /** Resolves when there may be something new to do. Only for a worker that waits. */
  readonly wake?: () => Promise<void>;
  readonly onSettled?: (send: SendRow, claimed: Claimed, result: SubmitResult) => void;
  readonly onFinished?: (finished: Finished) => void;
}

/** A waiting worker looks again this often even if nobody wakes it. */
const POLL_MS = 1000;
/** A one-pass worker waits for a repeat or for the limiter at most this long; the next tick goes on. */
const IDLE_WAIT_MS = 60_000;

/** Claim, submit and settle batch after batch. Safe to run in any number of processes on one ledger, and to kill. */
export async function runWorker(ledger: Ledger, options: WorkerOptions): Promise<void> {
  const composers: Composers = new Map();
  const inFlight = new Set<Promise<void>>();
  const limit = options.concurrency ?? 4;
  let idleSince: number | null = null;

  while (!options.signal.aborted) {
    if (inFlight.size >= limit) {
      await Promise.race(inFlight);
      continue;
    }
    const next = await claimNext(ledger, options, composers);
    if (next.kind === "claimed") {
      idleSince = null;
      const post = postBatch(ledger, next.send, next.claimed, options).finally(() => inFlight.delete(post));
      inFlight.add(post);
      continue;
    }
    if (next.kind === "settled") continue;
    if (inFlight.size > 0) {
      // A settled batch may open the next (batch 1 goes alone), so wait for whichever comes first.
      await Promise.race([...inFlight, sleep(Math.min(next.delay, POLL_MS), options.signal)]);
      continue;
    }
    await releaseWaves(ledger);
    for (const finished of await finishSends(ledger)) options.onFinished?.(finished);
    // Who was erased while a batch of theirs could still be repeated is forgotten as soon as it cannot.
    await scrubErased(ledger);
    if (options.untilIdle) {
      idleSince ??= ledger.clock.now();
      if (await isOver(ledger, options.only, next.delay, ledger.clock.now() - idleSince)) break;
    }
    await Promise.race([
      sleep(Math.min(next.delay, POLL_MS), options.signal),
      ...(options.wake ? [options.wake()] : []),
    ]);
  }
  await Promise.allSettled(inFlight);
}

/** By what they depend on. */
type Composers = Map<string, Composer>;

/**
 * Whether a worker of one pass has done its part. Who waits for one send also waits for another process that has its
 * last batch in flight; a tick leaves that to the other, and comes again.
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

type Next =
  | { readonly kind: "claimed"; readonly send: SendRow; readonly claimed: Claimed }
  | { readonly kind: "settled" }
  /** Nothing to post; look again after `delay` ms, Infinity where no open batch is waiting. */
  | { readonly kind: "idle"; readonly delay: number };

async function claimNext(ledger: Ledger, options: WorkerOptions, composers: Composers): Promise<Next> {
  let until = Infinity;
  const sends = await sendsIn(ledger.db, ["submitting"]);
  // Whoever has just pressed a button waits for their mail; an issue to a hundred thousand can wait for one call.
  for (const send of sends.toSorted((a, b) => Number(b.kind === "trigger") - Number(a.kind === "trigger"))) {
    if (options.only !== undefined && options.only !== send.id) continue;
    const settings = JSON.parse(send.settings) as SendSettings;
    const compose = await composerFor(ledger, send, settings, options.keys, composers);
    if (compose === null) continue;
    const claim = await claimBatch(ledger, send, compose, { token: options.token, team: settings.team });
    if (claim.kind === "claimed") return { kind: "claimed", send, claimed: claim };
    if (claim.kind === "settled") return { kind: "settled" };
    until = Math.min(
      until,
      claim.kind === "wait" ? claim.until : ((await nextBatchAt(ledger.db, send.id)) ?? Infinity),
    );
  }
  return { kind: "idle", delay: Math.max(1, until - ledger.clock.now()) };
}

async function postBatch(
  ledger: Ledger,
  send: SendRow,
  claimed: Claimed,
  options: WorkerOptions,
): Promise<void> {
  const { messages, key } = claimed.composed;
  const result = await submitBatch(options.client, messages, { key });
  await settleBatch(ledger, send, claimed, result, (JSON.parse(send.settings) as SendSettings).team);
  options.onSettled?.(send, claimed, result);
  // Open sends are looked through at every claim: a thousand finished mails of one reader each must not be among them.
  if (send.kind === "trigger")
    for (const finished of await finishSends(ledger, send.id)) options.onFinished?.(finished);
}

/** A send whose signing key is gone is paused: its links could not be made, and its repeats would have other bytes. */
async function composerFor(
  ledger: Ledger,
  send: SendRow,
  settings: SendSettings,
  keys: TokenKeys,
  composers: Composers,
): Promise<Composer | null> {
  const confirm = asksToConfirm(send);
  // Each trigger's mail is a send of its own; one composer for all that are alike, or they would fill the memory.
  const name =
    send.kind === "trigger"
      ? [send.email_digest, send.list, confirm, settings.kid, settings.url].join(" ")
      : String(send.id);
  const known = composers.get(name);
  if (known !== undefined) return known;
  if (!keys.some(({ kid }) => kid === settings.kid)) {
    const note = `LETTERPRESS_SECRET has no key ${settings.kid} any more; put it back and resume.`;
    await stepSend(ledger.db, send.id, "submitting", "paused", ledger.clock.now(), { reason: "auth", note });
    return null;
  }
  const email = await loadEmail(ledger.db, send.email_digest);
  const composer = composerOf(
    email,
    { database: ledger.database, list: send.list, settings, test: send.kind === "test", confirm },
    keys,
  );
  composers.set(name, composer);
  return composer;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
