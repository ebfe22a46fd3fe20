import { LetterpressError } from "#src/model/errors.ts";
import type { RampDecision } from "#src/model/ramp.ts";
import { asksForRamp } from "#src/model/states.ts";
import { partWhere } from "#src/store/audience/part-where.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { decideIssue, findIssue } from "#src/store/issues/issues.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import { changeSend, liveSend, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import type { App } from "#src/app/open-app.ts";
import { type RampAnswer, answered } from "./choose-ramp.ts";

/**
 * Records a person's answer to the ramp of a send that has not started. A send that waited for the answer is scheduled again,
 * and starts at once if its time has come meanwhile.
 */
export async function decideRamp(
  { ledger }: Pick<App, "ledger">,
  slug: string,
  answer: RampAnswer,
): Promise<RampDecision> {
  const issue = await findIssue(ledger.db, slug);
  const send = issue && (await liveSend(ledger.db, issue.id));
  const waits = send !== undefined && asksForRamp(send);
  if (send === undefined || send.planned_at !== null || !(waits || send.state === "scheduled")) {
    const is = send === undefined ? "is not scheduled" : `is ${send.state}`;
    throw wrongState(slug, `Expected a send of ${slug} that has not started, but it ${is}.`);
  }
  const now = ledger.clock.now();
  const { issue_id: issueId, list } = send;
  const segment = partWhere(ledger, send, now);
  const { recipients } = await previewAudience(ledger.db, { issueId, list, segment, now });
  const ramp = answered(answer, recipients, await provenSize(ledger));
  const changes = { settings: JSON.stringify({ ...settingsOf(send), ramp }) };
  // The send's wall clock would be resolved again, to a time in the past.
  const due = send.due_at > now ? {} : { due_at: now, wall_local: null };
  await ledger.db.transaction().execute(async (db) => {
    const changed = waits
      ? await stepSend(db, send.id, "paused", "scheduled", now, { ...changes, ...due })
      : await changeSend(db, send.id, "scheduled", now, changes);
    if (!changed) throw wrongState(slug, `The send of ${slug} changed just now; look at it and try again.`);
    // The file may name a time that has passed while the send waited: the answer stands, not that time.
    if (waits && issueId !== null) await decideIssue(db, issueId, "scheduled");
  });
  return ramp;
}

function wrongState(slug: string, message: string): LetterpressError {
  return new LetterpressError("send/wrong-state", message, { slug });
}
