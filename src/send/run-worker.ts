import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import type { Resend } from "resend";
import { scrubErased } from "#src/audience/erase-subscriber.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { TokenKeys } from "#src/model/token.ts";
import { BodyBuffers } from "#src/resend/body-buffers.ts";
import { type SubmitResult, submitBatch } from "#src/resend/submit-batch.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, sendById, sendsIn } from "#src/store/sends.ts";
import { type Claimed, LEASE_MS } from "./claim-batch.ts";
import { Composers } from "./composers.ts";
import { type Finished, finishSends } from "./finish-sends.ts";
import { releaseWaves } from "./release-waves.ts";
import { type Answered, type OpenSend, type Posting, settleAndClaim } from "./settle-and-claim.ts";

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
  const composers = new Composers(ledger, options.keys);
  const buffers = new BodyBuffers();
  const inFlight = new Set<Promise<void>>();
  /** Answers that are not in the ledger yet. */
  const answered: Answered[] = [];
  const limit = options.concurrency ?? 4;
  let idleSince: number | null = null;

  for (;;) {
    const room = options.signal.aborted ? 0 : limit - inFlight.size;
    if (answered.length === 0 && room === 0) {
      if (inFlight.size === 0) return;
      await Promise.race(inFlight);
      // Whatever else was answered by now shares the transaction, and its one write to the disk.
      await breathe();
      continue;
    }
    const sends = room === 0 ? [] : await openSends(ledger, options.only, composers);
    const settled = [...answered];
    const { claimed, until } = await settleAndClaim(ledger, settled, { sends, room, token: options.token });
    answered.splice(0, settled.length);
    for (const posting of claimed) {
      const post = submit(posting, options.client, buffers).then((answer) => {
        answered.push(answer);
        inFlight.delete(post);
      });
      inFlight.add(post);
      post.catch(() => undefined); // it is raced below, where its failure ends the worker
    }
    for (const { send, claimed: batch, result } of settled) {
      options.onSettled?.(send, batch, result);
      // Open sends are looked through at every claim: a thousand finished mails of one reader each must not be among them.
      if (send.kind === "trigger")
        for (const finished of await finishSends(ledger, send.id)) options.onFinished?.(finished);
    }
    if (claimed.length > 0 || settled.length > 0) idleSince = null;
    // More answers may have come while these were written.
    if (answered.length > 0 || (claimed.length > 0 && claimed.length === room)) continue;
    const delay = Math.max(1, until - ledger.clock.now());
    if (inFlight.size > 0) {
      // A settled batch may open the next (batch 1 goes alone), so wait for whichever comes first.
      await Promise.race([...inFlight, sleep(Math.min(delay, POLL_MS), options.signal)]);
      await breathe();
      continue;
    }
    if (options.signal.aborted) return;
    await releaseWaves(ledger);
    for (const finished of await finishSends(ledger)) options.onFinished?.(finished);
    // Who was erased while a batch of theirs could still be repeated is forgotten as soon as it cannot.
    await scrubErased(ledger);
    if (options.untilIdle) {
      idleSince ??= ledger.clock.now();
      if (await isOver(ledger, options.only, delay, ledger.clock.now() - idleSince)) return;
    }
    await Promise.race([
      sleep(Math.min(delay, POLL_MS), options.signal),
      ...(options.wake ? [options.wake()] : []),
    ]);
  }
}

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

/** The sends that batches may be claimed of, those first that somebody waits for. */
async function openSends(
  ledger: Ledger,
  only: number | undefined,
  composers: Composers,
): Promise<OpenSend[]> {
  const sends = await sendsIn(ledger.db, ["submitting"]);
  const open: OpenSend[] = [];
  // Whoever has just pressed a button waits for their mail; an issue to a hundred thousand can wait for one call.
  for (const send of sends.toSorted((a, b) => Number(b.kind === "trigger") - Number(a.kind === "trigger"))) {
    if (only !== undefined && only !== send.id) continue;
    const settings = JSON.parse(send.settings) as SendSettings;
    const compose = await composers.of(send, settings);
    if (compose !== null) open.push({ send, settings, compose });
  }
  return open;
}

/** The one POST of a claim. */
async function submit(posting: Posting, client: Resend, buffers: BodyBuffers): Promise<Answered> {
  const { batch, composed } = posting.claimed;
  const { buffer, bytes } = composed.body(buffers);
  const { key, count } = composed;
  const result = await submitBatch(client, { bytes, count }, { key });
  // Whoever answers a first POST with an id for each of its messages has read them all; after any other answer, or a
  // repeat that may be answered by its key alone, the socket may still hold on to the bytes.
  if (result.outcome === "accepted" && batch.attempts === 1) buffers.give(buffer);
  return { ...posting, result };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
