import { scrubErased } from "#src/audience/scrub-erased.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sweepCanceled } from "./claim-batch.ts";
import { type Finished, finishSends } from "./finish-sends.ts";
import { releaseWaves } from "./release-waves.ts";

/**
 * What a worker does between its batches, when it has none under way: release waves that have waited, close batches that
 * were canceled in flight, finish sends, and forget erased readers as soon as no batch of theirs can be repeated. Harmless
 * in any number of processes. Returns the sends that were finished.
 */
export async function tidy(ledger: Ledger): Promise<Finished[]> {
  await releaseWaves(ledger);
  await sweepCanceled(ledger);
  const finished = await finishSends(ledger);
  await scrubErased(ledger);
  return finished;
}
