import { setTimeout as wait } from "node:timers/promises";
import type { Resend } from "resend";
import { MINUTE_MS } from "#src/model/durations.ts";
import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { taggedDelivery } from "#src/model/ids.ts";
import {
  type AcceptedEmail,
  type AcceptedTags,
  type EmailPage,
  type Unread,
  listEmails,
  readTags,
} from "#src/resend/read-emails.ts";
import type { Limits } from "#src/resend/read-limits.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type Turn, learnLimits, takeTurn } from "#src/store/database/limiter.ts";
import type { Doubtful } from "#src/store/sends/reconcile.ts";

/** Asks Resend what it has accepted. Each request takes a turn of the ledger's limiter, and waits `everyMs` before that. */
export interface ResendReader {
  /** Every email accepted at `since` or later, newest first. */
  readonly emails: (since: number) => AsyncGenerator<AcceptedEmail>;
  readonly tags: (id: string) => Promise<AcceptedTags>;
}

/** Tolerance for times in Resend's list: its clock and ours differ, and an answer takes a while. */
export const SLACK_MS = 10 * MINUTE_MS;

export interface ReaderOptions {
  readonly client: Resend;
  /** Limiter row: reading counts against the same limit as sending. */
  readonly team: string;
  readonly signal: AbortSignal;
  /** Milliseconds between two requests; 500 unless given, so that a send under way keeps most of its pace. */
  readonly everyMs?: number;
}

/** Thrown by a reader: the key may not read, the reader was stopped, or Resend did not answer five times in a row. */
export class CannotRead extends Error {
  readonly why: "forbidden" | "stopped" | "unanswered";

  constructor(why: CannotRead["why"], message: string) {
    super(message);
    this.name = "CannotRead";
    this.why = why;
  }
}

const EVERY_MS = 500;
const TRIES = 5;
/** How long to wait if Resend does not say when to come again. */
const LATER_MS = 5_000;

export function resendReader(ledger: Ledger, options: ReaderOptions): ResendReader {
  const { client, signal, everyMs = EVERY_MS } = options;

  return {
    async *emails(since) {
      let after: string | null = null;
      for (;;) {
        const cursor: string | null = after;
        const page: EmailPage = await ask(() => listEmails(client, cursor));
        for (const email of page.emails) {
          if (email.acceptedAt !== null && email.acceptedAt < since) return;
          yield email;
        }
        after = page.emails.at(-1)?.id ?? null;
        if (!page.more || after === null) return;
      }
    },
    tags: (id) => ask(() => readTags(client, id)),
  };

  async function ask<T extends { readonly kind: "page" | "tags"; readonly limits: Limits }>(
    question: () => Promise<T | Unread>,
  ): Promise<T> {
    let message = "";
    for (let tries = 0; tries < TRIES; tries++) {
      const { at: postedAt, turn } = await takeOurTurn();
      const answer = await question();
      const { limit, remaining } = answer.limits;
      const retryAfterMs = answer.kind === "later" ? answer.retryAfterMs : null;
      const seen = { postedAt, turn, limit, remaining, retryAfterMs };
      await ledger.db.transaction().execute((db) => learnLimits(db, ledger.dialect, options.team, seen));
      if (answer.kind === "forbidden") throw new CannotRead("forbidden", answer.message);
      if (answer.kind !== "later") return answer;
      message = answer.message;
      await pause(retryAfterMs ?? LATER_MS);
    }
    throw new CannotRead("unanswered", message);
  }

  async function takeOurTurn(): Promise<Turn> {
    await pause(everyMs);
    for (;;) {
      const now = ledger.clock.now();
      const taken = await ledger.db
        .transaction()
        .execute((db) => takeTurn(db, ledger.dialect, options.team, now));
      if ("at" in taken) return taken;
      await pause(Math.max(10, taken.wait - now));
    }
  }

  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CannotRead("stopped", "It was stopped.");
  }
}

/**
 * Yields the emails from `since` on whose tags prove that Resend has accepted one of these deliveries. Reading the tags of an
 * email costs a request, so they are read only for an email to the address of a delivery that `mayBe` allows.
 */
export async function* provenBy(
  ledger: Ledger,
  reader: ResendReader,
  since: number,
  doubtful: readonly Doubtful[],
  mayBe: (delivery: Doubtful, email: AcceptedEmail) => boolean,
): AsyncGenerator<{ readonly delivery: Doubtful; readonly email: AcceptedEmail }> {
  const byAddress = Map.groupBy(doubtful, ({ address }) => canonicalAddress(address));
  for await (const email of reader.emails(since - SLACK_MS)) {
    const candidates = email.to
      .flatMap((to) => byAddress.get(canonicalAddress(to)) ?? [])
      .filter((candidate) => mayBe(candidate, email));
    if (candidates.length === 0) continue;
    const id = taggedDelivery(ledger.database, await reader.tags(email.id));
    const delivery = candidates.find((candidate) => candidate.id === id);
    if (delivery !== undefined) yield { delivery, email };
  }
}
