import { type Compared, compareRestored } from "#src/send/compare-restored.ts";
import { resumeSend } from "#src/send/decide-send.ts";
import { CannotRead, resendReader } from "#src/send/resend-reader.ts";
import { pauseOf } from "#src/model/states.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { liveSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import type { App } from "#src/app/open-app.ts";

export interface ResumeOptions {
  readonly signal: AbortSignal;
  /** Go on without comparing a restored send with Resend: the person takes the responsibility. */
  readonly anyway: boolean;
  readonly onListed?: (listed: number) => void;
}

/**
 * Lets a paused send go on. A send from a restored backup is first compared with what Resend has accepted; null if that was
 * not needed. Throws `send/not-compared` if Resend's list cannot be read, and `send/already-accepted` if Resend has messages
 * of a send whose plan the backup does not know.
 */
export async function resumeIssue(app: App, slug: string, options: ResumeOptions): Promise<Compared | null> {
  const { ledger } = app;
  const issue = await findIssue(ledger.db, slug);
  const send = issue && (await liveSend(ledger.db, issue.id));
  if (send?.state !== "paused" || !pauseOf(send)?.asksResend || options.anyway) {
    await resumeSend(ledger, slug, { compared: options.anyway });
    return null;
  }
  const { team } = settingsOf(send);
  const reader = resendReader(ledger, { client: app.client(), team, ...options });
  try {
    const compared = await compareRestored(ledger, send, reader, options.onListed);
    await resumeSend(ledger, slug, { compared: true });
    return compared;
  } catch (error) {
    if (!(error instanceof CannotRead)) throw error;
    const hint =
      error.why === "forbidden"
        ? "Use a key with full access for this once, or look at Resend's dashboard yourself and add --anyway."
        : "Try again.";
    throw new LetterpressError(
      "send/not-compared",
      `The send of ${slug} comes from a backup and could not be compared with Resend: ${error.message}`,
      { hint, cause: error },
    );
  }
}
