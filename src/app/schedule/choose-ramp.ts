import type { Newsletter } from "#src/model/newsletter.ts";
import { type RampDecision, isJump, proposeRamp, rampQuestion } from "#src/model/ramp.ts";
import type { Segment } from "#src/model/segment.ts";
import { asksForRamp } from "#src/model/states.ts";
import { countActive } from "#src/store/readers/count-active.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** A person's answer to a proposed ramp. */
export type RampAnswer = "accept" | "refuse";

interface ChosenRamp {
  /** What was decided, by a person or in the config; undefined where nobody has. */
  readonly decision: RampDecision | undefined;
  /** A sentence for people where a person must decide before anything is mailed; else null. */
  readonly question: string | null;
}

interface RampAudience {
  readonly issueId: number | null;
  readonly list: string;
  readonly segment: Segment | null;
}

/**
 * How a send grows into an audience that may be much larger than any before: a person's answer now, else a person's
 * answer about the live send, else the config's. The job asks every minute: a large audience is counted only where
 * nobody has answered and the question is a new one.
 */
export async function chooseRamp(
  ledger: Ledger,
  { pace }: Newsletter,
  audience: RampAudience,
  { answer, live }: { readonly answer: RampAnswer | undefined; readonly live: SendRow | undefined },
): Promise<ChosenRamp> {
  const kept = live === undefined ? undefined : settingsOf(live).ramp;
  const standing = kept?.by === "person" ? kept : rampOfConfig(pace);
  const settled = { decision: standing, question: null };
  if (answer === undefined) {
    if (standing?.by === "file") return settled;
    // This holds even if an answer was given before: the plan found that there are many more readers by now.
    if (live !== undefined && isAsked(live, audience)) return { decision: standing, question: live.note };
    if (standing !== undefined) return settled;
  }
  const { db, dialect, clock } = ledger;
  const largest = await provenSize(ledger);
  if (!isJump(await countActive(db, audience.list), largest)) return settled;
  const now = clock.now();
  const segment = audience.segment && segmentWhere(audience.segment, dialect, now);
  const { recipients } = await previewAudience(db, { ...audience, segment, now });
  if (!isJump(recipients, largest)) return settled;
  return answer === undefined
    ? { decision: undefined, question: rampQuestion(recipients, largest) }
    : { decision: answered(answer, recipients, largest), question: null };
}

/** Whether a send waits for this very answer, about the same readers. */
function isAsked(send: SendRow, audience: RampAudience): boolean {
  const { part } = settingsOf(send);
  const same =
    JSON.stringify(part.kind === "segment" ? part.rule : null) === JSON.stringify(audience.segment);
  return asksForRamp(send) && send.list === audience.list && same;
}

/** Returns the decision that a person's answer makes about a send to this many readers. */
export function answered(answer: RampAnswer, recipients: number, largest: number): RampDecision {
  return { steps: answer === "accept" ? proposeRamp(recipients, largest) : null, by: "person", recipients };
}

function rampOfConfig({ ramp }: Newsletter["pace"]): RampDecision | undefined {
  if (ramp === undefined) return undefined;
  const steps =
    ramp === false
      ? null
      : ramp.map(({ per_day: perDay, per_hour: perHour }) => ({ perDay, perHour: perHour ?? null }));
  return { steps, by: "file" };
}
