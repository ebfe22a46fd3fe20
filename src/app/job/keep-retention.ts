import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { dropTriggers } from "#src/store/retention/drop-triggers.ts";
import { emptyDeliveries } from "#src/store/retention/empty-deliveries.ts";
import { dropShares } from "#src/store/issues/shares.ts";
import { dropUnmatched } from "#src/track/drop-unmatched.ts";
import type { MirrorKeys } from "#src/track/mirror-suppression.ts";
import { reduceEvents } from "#src/track/reduce-events.ts";
import type { App } from "#src/app/open-app.ts";

/** The most steps of each kind in one pass: a week of 200,000 readers takes some 5,000, and a pass comes every minute. */
const MOST_STEPS = 100;
/** The pause between two steps, in which the worker and readers' pages have the ledger. */
const PAUSE_MS = 5;

/** Takes one step on what is older than `before` (ms UTC). Returns how many rows that concerned; 0 if nothing is left. */
type TakeStep = (before: number) => Promise<number>;

/**
 * Removes what the ledger has kept for as long as `retention` says. Each step is a transaction of some milliseconds, so it may
 * be killed at any point and run in any number of processes; what is left over waits for the next pass. A kind that fails does
 * not keep back the others; the first error is thrown at the end.
 */
export async function keepRetention(
  { ledger, config, log }: Pick<App, "ledger" | "log"> & { readonly config: MirrorKeys },
  { retention }: Pick<Newsletter, "retention">,
  signal: AbortSignal,
): Promise<void> {
  const now = ledger.clock.now();
  const { address_days: addressDays, payload_days: payloadDays } = retention;
  const { unmatched_hours: unmatchedHours, trigger_days: triggerDays } = retention;
  const kinds: readonly [name: string, keptMs: number | null, step: TakeStep][] = [
    // Before the others: what is deleted need not be emptied or reduced.
    ["triggers", msOf(triggerDays, DAY_MS), (before) => dropTriggers(ledger, before)],
    ["unmatched", msOf(unmatchedHours, HOUR_MS), (before) => dropUnmatched(ledger, config, before)],
    ["addresses", msOf(addressDays, DAY_MS), (before) => emptyDeliveries(ledger, before)],
    // Each share has an end time of its own, so nothing is subtracted from now.
    ["shares", 0, (before) => dropShares(ledger.db, before)],
    ["payloads", msOf(payloadDays, DAY_MS), (before) => reduceEvents(ledger, config, before)],
  ];
  const errors: unknown[] = [];
  const done: Record<string, number> = {};
  for (const [name, keptMs, step] of kinds) {
    if (keptMs === null) continue;
    try {
      const n = await takeSteps(() => step(now - keptMs), signal);
      if (n > 0) done[name] = n;
    } catch (error) {
      errors.push(error);
    }
  }
  if (Object.keys(done).length > 0) log("retention.kept", done);
  if (errors.length > 0) throw errors[0];
}

function msOf(kept: number | false, unitMs: number): number | null {
  return kept === false ? null : kept * unitMs;
}

async function takeSteps(step: () => Promise<number>, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (let taken = 0; taken < MOST_STEPS && !signal.aborted; taken += 1) {
    const n = await step();
    if (n === 0) break;
    done += n;
    await wait(PAUSE_MS);
  }
  return done;
}
