import { setImmediate as breathe } from "node:timers/promises";
import type { Resend } from "resend";
import type { Clock } from "#src/model/clock.ts";
import { BodyBuffers } from "#src/resend/body-buffers.ts";
import { type SubmitResult, submitBatch } from "#src/resend/submit-batch.ts";
import { LEASE_MS } from "./claim-batch.ts";
import type { Answered, Posting } from "./settle-and-claim.ts";

/**
 * A POST that leaves later than this after its claim may be answered after its lease has ended, perhaps on another day: a laptop
 * slept in between, or its clock was set. The batch is not posted but claimed again, which repeats everything the claim checked.
 */
const LATEST_POST_MS = LEASE_MS / 2;
const NOT_POSTED: SubmitResult = {
  outcome: "not-accepted",
  why: "unreachable",
  retryAfterMs: null,
  reason: "Nothing was sent to Resend: the machine slept, or its clock was set, just before.",
  limits: { limit: null, remaining: null },
};

/** The batches a worker has under way, and their answers until they are in the ledger. */
export class Flights {
  readonly #client: Resend;
  readonly #clock: Clock;
  readonly #buffers = new BodyBuffers();
  readonly #underWay = new Set<Promise<void>>();
  #answered: Answered[] = [];

  constructor(client: Resend, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Batches posted and not answered yet. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Answers that are not yet in the ledger, in the order they came. A copy: more come while these are written. */
  get answered(): readonly Answered[] {
    return [...this.#answered];
  }

  /** Post a batch that was claimed. */
  start(posting: Posting): void {
    const post = this.#post(posting).then((answer) => {
      this.#answered.push(answer);
      this.#underWay.delete(post);
    });
    this.#underWay.add(post);
    post.catch(() => undefined); // `landed` throws the error
  }

  /** Drops the first `count` answers: they are in the ledger now. */
  forget(count: number): void {
    this.#answered = this.#answered.slice(count);
  }

  /** Resolves when a batch is answered or `other` resolves; at once if nothing is under way and `other` is left out. */
  async landed(other?: Promise<void>): Promise<void> {
    if (this.#underWay.size > 0 || other !== undefined)
      await Promise.race([...this.#underWay, ...(other === undefined ? [] : [other])]);
    // Other answers that have come by now share the next transaction, and its one write to the disk.
    await breathe();
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Makes the one POST of a claim. */
  async #post(posting: Posting): Promise<Answered> {
    const { batch, composed, turn } = posting.claimed;
    const { buffer, bytes } = composed.body(this.#buffers);
    const { key, count } = composed;
    // What the answer says about the pace counts from now: the claim may have waited for a lock and for the disk.
    const now = this.#clock.now();
    const claimed = { ...posting.claimed, turn: { ...turn, at: now } };
    const isLate = Math.abs(now - (batch.last_post_at ?? now)) > LATEST_POST_MS;
    const result = isLate ? NOT_POSTED : await submitBatch(this.#client, { bytes, count }, { key });
    // If a first POST is answered with an item for each of its messages, Resend has read all of its bytes. After any other
    // answer, or after a repeat that may be answered by its key alone, the socket may still hold on to the bytes.
    if (result.outcome === "accepted" && batch.attempts === 1) this.#buffers.give(buffer);
    return { ...posting, claimed, result };
  }
}
