import { z } from "zod";

/** One day of a ramp: how many messages leave on it, and how many in an hour at most (null: as fast as they go). */
const rampStep = z.strictObject({
  perDay: z.number().positive(),
  perHour: z.number().positive().nullable(),
});
export type RampStep = Readonly<z.infer<typeof rampStep>>;

/** What was decided about a send that is much larger than any before it. */
export const rampDecision = z.strictObject({
  /** One step for each day, the last for all days that follow; null: everybody at once. */
  steps: z.array(rampStep).readonly().nullable(),
  /** `file`: newsletter.config.ts, for every send that needs it; `person`: an answer about this one. */
  by: z.enum(["file", "person"]),
  /** How many readers a person's answer was about; it does not cover many more. */
  recipients: z.number().exactOptional(),
});
export type RampDecision = Readonly<z.infer<typeof rampDecision>>;

/** How a send reaches its audience: all at once (`none`), by steps, or not decided yet (`ask`), with `steps` as the proposal. */
export type Ramp =
  | { readonly kind: "none" }
  | { readonly kind: "steps"; readonly steps: readonly RampStep[] }
  | { readonly kind: "ask"; readonly steps: readonly RampStep[] };

/** Mailbox providers do not look twice at lists of this size; a newsletter with such a list is never asked. */
const SMALL = 2000;
/** A day's mail may double without raising suspicion; more is a jump. */
const GROWTH = 2;
/** What Resend advises for a domain with a history: https://resend.com/docs/knowledge-base/warming-up */
const ADVISED: readonly RampStep[] = [
  { perDay: 1000, perHour: 100 },
  { perDay: 2500, perHour: 300 },
  { perDay: 5000, perHour: 600 },
  { perDay: 5000, perHour: 800 },
  { perDay: 7500, perHour: 1000 },
  { perDay: 7500, perHour: 1500 },
  { perDay: 10_000, perHour: 2000 },
];

/** True if a send is a jump from the largest one that went well: more than twice as many readers, and more than 2,000. */
export function isJump(recipients: number, largest: number): boolean {
  return recipients > SMALL && recipients > GROWTH * largest;
}

/**
 * Proposes Resend's table, from its last line that is at most twice the largest send that went well. After the table's
 * end, each day has half as many again, until everybody has the issue.
 */
export function proposeRamp(recipients: number, largest: number): readonly RampStep[] {
  const known = ADVISED.findLastIndex(({ perDay }) => perDay <= GROWTH * largest);
  const steps: RampStep[] = [];
  let day = firstStep(known, largest);
  for (let left = recipients; left > 0; left -= day.perDay) {
    if (steps.length > 0) day = ADVISED[Math.max(0, known) + steps.length] ?? stepOf(day.perDay * 1.5);
    steps.push(day);
  }
  return steps;
}

/** For a ledger beyond the end of the table, the ramp starts at twice the largest send that went well. */
function firstStep(known: number, largest: number): RampStep {
  const advised = ADVISED[Math.max(0, known)] as RampStep;
  return known === ADVISED.length - 1 ? stepOf(GROWTH * largest) : advised;
}

/** A fifth of the day's messages in an hour, as in the last line of the table. */
function stepOf(perDay: number): RampStep {
  const round = Math.ceil(perDay / 500) * 500;
  return { perDay: round, perHour: round / 5 };
}

/** The days that a send to so many readers takes: the last step is repeated as often as needed, and steps after the end are left out. */
export function daysOfRamp(steps: readonly RampStep[], recipients: number): readonly RampStep[] {
  const days: RampStep[] = [];
  for (let left = recipients; left > 0; left -= days.at(-1)?.perDay ?? left)
    days.push(steps[Math.min(days.length, steps.length - 1)] as RampStep);
  return days;
}

/** What is decided about a send to `recipients`, where `largest` is the largest send that went well before. */
export function rampFor(decision: RampDecision | undefined, recipients: number, largest: number): Ramp {
  const none: Ramp = { kind: "none" };
  const taken: Ramp = decision?.steps ? { kind: "steps", steps: decision.steps } : none;
  const isOfPerson = decision?.by === "person" && recipients <= GROWTH * (decision.recipients ?? 0);
  if (isOfPerson) return taken;
  if (!isJump(recipients, largest)) return none;
  return decision?.by === "file" ? taken : { kind: "ask", steps: proposeRamp(recipients, largest) };
}

/** The question that a person is asked about a ramp, as a sentence. */
export function rampQuestion(recipients: number, largest: number): string {
  const before =
    largest === 0
      ? "this ledger has never finished a send"
      : `the largest send of this ledger went to ${largest.toLocaleString("en")}`;
  return `It goes to ${recipients.toLocaleString("en")} readers, and ${before}: accept a ramp, or refuse it and mail all of them at once.`;
}
