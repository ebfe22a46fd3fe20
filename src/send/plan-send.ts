import type { Kysely } from "kysely";
import type { SendSettings } from "#src/model/send-settings.ts";
import { attributesUsed } from "#src/model/email.ts";
import { forgetExclusions } from "#src/store/exclusions.ts";
import { droppedReaders } from "#src/store/dropped.ts";
import { loadEmail } from "#src/store/emails.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type PlanRequest, planAudience, refreshStatistics, refusedReaders } from "#src/store/plan.ts";
import type { Database } from "#src/store/schema.ts";
import { segmentWhere } from "#src/store/segment-where.ts";
import { type SendRow, lockSend, stepSend } from "#src/store/sends.ts";
import { wakeWorkers } from "#src/store/wake-workers.ts";

/**
 * Freeze the audience of a send that is in `planning`, in one transaction: afterwards it is submitting, or paused
 * where there is nobody to mail. A crash in between leaves `planning` with nothing written, and planning again is
 * safe; a second worker finds the state changed and does nothing.
 */
export async function planSend(ledger: Ledger, sendId: number): Promise<void> {
  const planned = await oneSnapshot(ledger, async (db) => {
    const send = await lockSend(db, ledger.dialect, sendId);
    if (send?.state !== "planning") return false;
    const now = ledger.clock.now();
    const email = await loadEmail(db, send.email_digest);
    const settings = JSON.parse(send.settings) as SendSettings;
    const part = partOf(ledger, send, settings, now);
    if (part === "unknown") {
      const note = `Its segment ${send.segment ?? ""} was recorded without its meaning; cancel the send and schedule it again.`;
      return stepSend(db, sendId, "planning", "paused", now, { reason: "edited", note });
    }
    // It may have been planned for nobody before, and its exclusions kept to say why.
    await forgetExclusions(db, sendId);
    const counts = await planAudience(db, ledger.dialect, {
      sendId,
      issueId: send.issue_id,
      list: send.list,
      segment: part,
      attributes: attributesUsed(email),
      dueAt: send.due_at,
      local: settings.local,
      wave: settings.wave,
      perHour: settings.perHour ?? null,
      now,
    });
    if (counts.recipients === 0) {
      const of = send.segment === null ? "" : ` in its segment ${send.segment}`;
      const note = `The list ${send.list} has ${counts.candidates} candidates${of} and all are left out; nobody would get it.`;
      return stepSend(db, sendId, "planning", "paused", now, { ...counts, reason: "empty", note });
    }
    const begun = await stepSend(db, sendId, "planning", "submitting", now, {
      ...counts,
      planned_at: now,
      started_at: now,
    });
    await wakeWorkers({ db, dialect: ledger.dialect });
    return begun;
  });
  if (planned) await refreshStatistics(ledger);
}

/**
 * Planning asks the same question in several statements. Where readers may leave in between, their answers would not
 * add up: on PostgreSQL all of them see the ledger as it was at the first. False where somebody else changed the send
 * meanwhile; it is then still in `planning`, or planned.
 */
async function oneSnapshot(
  { db, dialect }: Ledger,
  work: (db: Kysely<Database>) => Promise<boolean>,
): Promise<boolean> {
  const transaction = db.transaction();
  if (dialect === "sqlite") return transaction.execute(work);
  try {
    return await transaction.setIsolationLevel("repeatable read").execute(work);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === SERIALIZATION_FAILURE) return false;
    throw error;
  }
}

const SERIALIZATION_FAILURE = "40001";

/**
 * Whom of the list a send is for; null for all of it. `unknown`: it has a segment in words only. Never all of the list
 * then: those outside the segment were not meant.
 */
function partOf(
  { dialect }: Ledger,
  send: SendRow,
  { refusedOnly, droppedOnly, segment }: SendSettings,
  now: number,
): PlanRequest["segment"] | "unknown" {
  if (refusedOnly === true) return refusedReaders(send.issue_id);
  if (droppedOnly === true) return droppedReaders(send.issue_id);
  if (segment) return segmentWhere(segment.rule, dialect, now);
  return send.segment === null ? null : "unknown";
}
