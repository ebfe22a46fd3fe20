import type { AudienceRequest } from "#src/store/audience/candidates.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { refusedReaders } from "#src/store/audience/refused-readers.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { finishedSend, scheduleAgain } from "./send-again.ts";

/** Who would get an issue that Resend refused for them, as of now: refused, still on the list, and nothing since. */
export async function countRefused(ledger: Ledger, slug: string): Promise<number> {
  const last = await finishedSend(ledger, slug);
  const request: AudienceRequest = {
    issueId: last.issue_id,
    list: last.list,
    segment: refusedReaders(last.issue_id),
    now: ledger.clock.now(),
  };
  return (await previewAudience(ledger.db, request)).recipients;
}

/** A new send to exactly those (see `scheduleAgain`). */
export async function scheduleRefused(ledger: Ledger, slug: string, person: string): Promise<SendRow> {
  return scheduleAgain(ledger, slug, { missed: "refused", person });
}
