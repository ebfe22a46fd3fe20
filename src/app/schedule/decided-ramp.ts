import { type RampStep, rampFor } from "#src/model/ramp.ts";
import { partWhere } from "#src/store/audience/part-where.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** The days of a ramp that a send follows because somebody has decided so. */
export interface DecidedRamp {
  readonly by: "file" | "person";
  /** Day by day; the last one holds for all days that follow. */
  readonly steps: readonly RampStep[];
  /** Recipients of the plan; before the send is planned, how many it would go to now. */
  readonly recipients: number;
}

/**
 * The ramp that was decided for a send and that it follows. Null if all readers get it at once, if nobody has answered, and if
 * the audience has grown beyond the answer since: that send pauses and asks again.
 */
export async function decidedRamp(ledger: Ledger, send: SendRow): Promise<DecidedRamp | null> {
  // One damaged send must not hide the others.
  if (!hasSettings(send)) return null;
  const { ramp: decision, part } = settingsOf(send);
  if (!decision?.steps || part.kind === "refused" || part.kind === "dropped") return null;
  const { by, steps } = decision;
  // The plan has removed a ramp that the send does not need.
  if (send.recipients !== null) return { by, steps, recipients: send.recipients };
  const now = ledger.clock.now();
  const segment = partWhere(ledger, send, now);
  const audience = { issueId: send.issue_id, list: send.list, segment, now };
  const { recipients } = await previewAudience(ledger.db, audience);
  const ramp = rampFor(decision, recipients, await provenSize(ledger));
  return ramp.kind === "steps" ? { by, steps: ramp.steps, recipients } : null;
}
