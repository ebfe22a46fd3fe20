import { startOne } from "#src/app/job/start-sends.ts";
import { deliver } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";
import { pauseOf } from "#src/model/states.ts";
import { type SendRow, sendById } from "#src/store/sends/sends.ts";
import { type SendStatus, statusOf } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { createProgress } from "#src/cli/print/progress.ts";

/** Start a send and post it until nothing is left that could be posted now. Returns where it is then. */
export async function deliverSend(app: App, send: SendRow, slug: string, io: Io): Promise<SendStatus> {
  const { db } = app.ledger;
  await startOne(app, send.id);
  const total = (await sendById(db, send.id))?.recipients ?? null;
  using progress = createProgress(io);
  let settled = 0;
  await deliver(app, {
    signal: io.signal,
    only: send.id,
    onSettled: () => {
      settled += 1;
      // Batches hold up to 100; the last one is seldom full.
      progress.show({ what: "Submitting", done: Math.min(settled * 100, total ?? Infinity), total });
    },
  });
  return statusOf(db, (await sendById(db, send.id)) ?? send, slug);
}

/** The exit code of a command that sends: 4 while recipients are uncertain, 3 where a person must end a pause. */
export function exitOf({ outcomes, send }: SendStatus): number {
  if (outcomes.uncertain > 0) return 4;
  return send.state === "paused" && pauseOf(send)?.itself !== "at its time" ? 3 : 0;
}
