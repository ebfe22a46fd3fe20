import { type Started, startDue } from "#src/send/start-due.ts";
import type { App } from "#src/app/open-app.ts";
import { readQuota } from "#src/app/schedule/read-quota.ts";

/** Start what is due, unless Resend's quotas are too small to finish it. */
export async function startSends(app: App): Promise<Started[]> {
  return startDue(app.ledger, async () => {
    const quota = await readQuota(app);
    return quota.kind === "known" ? quota.value : null;
  });
}

/**
 * Starts what is due for a command that waits for one send, and throws the error if that send could not start. The next tick
 * tries the others again.
 */
export async function startOne(app: App, id: number): Promise<void> {
  for (const one of await startSends(app)) {
    if (one.send.id === id && one.what === "failed") throw one.error;
  }
}
