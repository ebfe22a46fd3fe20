import type { SendSettings } from "#src/model/send-settings.ts";
import { attributesUsed } from "#src/model/email.ts";
import { loadEmail } from "#src/store/emails.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { planAudience, refreshStatistics, refusedReaders } from "#src/store/plan.ts";
import { segmentWhere } from "#src/store/segment-where.ts";
import { lockSend, stepSend } from "#src/store/sends.ts";
import { wakeWorkers } from "#src/store/wake-workers.ts";

/**
 * Freeze the audience of a send that is in `planning`, in one transaction: afterwards it is submitting, or paused
 * where there is nobody to mail. A crash in between leaves `planning` with nothing written, and planning again is
 * safe; a second worker finds the state changed and does nothing.
 */
export async function planSend(ledger: Ledger, sendId: number): Promise<void> {
  const planned = await ledger.db.transaction().execute(async (db) => {
    const send = await lockSend(db, ledger.dialect, sendId);
    if (send?.state !== "planning") return false;
    const now = ledger.clock.now();
    const email = await loadEmail(db, send.email_digest);
    const settings = JSON.parse(send.settings) as SendSettings;
    const counts = await planAudience(db, ledger.dialect, {
      sendId,
      issueId: send.issue_id,
      list: send.list,
      segment: part,
      attributes: attributesUsed(email),
      dueAt: send.due_at,
      local: settings.local,
      wave: settings.wave,
      now,
    });
    if (counts.recipients === 0) {
      const note = `The list ${send.list} has ${counts.candidates} candidates and all are left out; nobody would get it.`;
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
