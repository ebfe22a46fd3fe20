import { atMost } from "#src/app/sends/at-most.ts";
import { dueInWords } from "#src/app/sends/due-in-words.ts";
import { durationInWords } from "#src/app/sends/duration-in-words.ts";
import { rateInWords } from "#src/app/sends/rate-in-words.ts";
import { recentOf } from "#src/app/sends/recent-of.ts";
import { sendProgress } from "#src/app/sends/send-progress.ts";
import { pauseHint } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { LIVE } from "#src/store/sends/sends.ts";
import { type SendStatus, readStatus } from "#src/store/sends/status.ts";
import { sendActions } from "./send-actions.ts";

/** How many finished sends the list goes back to. */
const PAST = 50;

/** The sends of one issue, newest first; of all issues (`slug` null) every live send, and the last ones that are over. */
export async function readSends(ledger: Ledger, slug: string | null) {
  const all = await readStatus(ledger.db, slug, PAST);
  return Promise.all(all.map((status) => sendView(ledger, status)));
}

/** A send as a page shows it: its books in numbers, times in words. */
async function sendView(ledger: Ledger, status: SendStatus) {
  const { send, slug, exclusions, outcomes, waiting, batches, errors, lastAt } = status;
  const now = ledger.clock.now();
  const isMoving = moves(status);
  const progress = sendProgress(status, isMoving ? await recentOf(ledger, status, now) : NOTHING, now);
  const excluded = sum(exclusions);
  const counted = sum(outcomes);
  const isLive = LIVE.includes(send.state);
  return {
    id: send.public_id,
    slug: slug ?? "",
    state: send.state,
    reason: send.reason,
    note: send.note,
    hint: send.state === "paused" && slug !== null ? pauseHint(send, slug) : null,
    list: send.list,
    segment: send.segment,
    due: dueInWords(send),
    dueAt: send.due_at,
    goesOn: send.resume_at === null ? null : instantInWords(send.resume_at, send.zone),
    lastReader: lastAt !== null && lastAt > now ? instantInWords(lastAt, send.zone) : null,
    candidates: send.candidates,
    recipients: send.recipients,
    excluded,
    exclusions: inOrder(exclusions),
    outcomes: inOrder(outcomes),
    counted,
    /** Null before it is planned. */
    isBalanced:
      send.recipients === null || send.candidates === null
        ? null
        : send.candidates === send.recipients + excluded && send.recipients === counted,
    submitted: outcomes.submitted,
    waiting,
    batches: inOrder(batches),
    share: progress?.share ?? null,
    rate: progress?.perSecond == null ? null : rateInWords(progress.perSecond),
    left: progress?.leftMs == null ? null : durationInWords(progress.leftMs),
    errors,
    isMoving,
    /** Batches are under way at Resend, also after a pause or a cancel: their answers change the books. */
    isAwaited: batches.submitting > 0,
    /** The readers whom a decision concerns now, in words. */
    concerns: !isLive
      ? null
      : send.recipients === null
        ? await atMost(ledger, send)
        : readers(outcomes.planned),
    actions: slug === null ? [] : sendActions(send),
  };
}

const NOTHING = { submitted: 0, since: null };

/** Whether a send changes although nobody does anything. */
function moves({ send }: SendStatus): boolean {
  return send.state === "planning" || send.state === "submitting" || send.state === "settling";
}

function readers(n: number): string {
  return `${n.toLocaleString("en")} ${n === 1 ? "reader who does" : "readers who do"} not have it yet`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, n) => total + n, 0);
}

/** The counts above zero, in their order. */
function inOrder(counts: Readonly<Record<string, number>>): { name: string; n: number }[] {
  return Object.entries(counts).flatMap(([name, n]) => (n > 0 ? [{ name, n }] : []));
}
