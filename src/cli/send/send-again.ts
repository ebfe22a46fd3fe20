import { startOne } from "#src/app/job/start-sends.ts";
import { deliver } from "#src/app/job/tick.ts";
import { type Missed, countMissed, scheduleAgain } from "#src/send/send-again.ts";
import { statusOf } from "#src/store/sends/status.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { count, print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Offer an issue once more to those who missed it, and to nobody else. Exit code 3 where it pauses, 4 while any are uncertain. */
export async function sendAgain(
  slug: string,
  options: GlobalOptions & { readonly yes?: boolean; readonly missed: Missed },
  io: Io,
): Promise<number> {
  const { missed } = options;
  return withApp({ ...options, mails: true }, io, async (app) => {
    const { ledger } = app;
    const readers = await countMissed(ledger, slug, missed);
    if (readers === 0) {
      print(io, `There is nobody on its list whom ${WHOM[missed]} and who has not got ${slug} since.`);
      return 0;
    }
    const question = `This mails ${slug} to ${count(readers, "reader")} whom ${WHOM[missed]} before.`;
    if (options.yes !== true && ledger.destination !== "sandbox") await confirm(question, io);
    const { id } = await scheduleAgain(ledger, slug, { missed, person: app.person });
    await startOne(app, id);
    await deliver(app, { signal: io.signal, only: id });
    const send = await sendById(ledger.db, id);
    if (send === undefined) return 3;
    const { outcomes } = await statusOf(ledger.db, send, slug);
    print(
      io,
      `${slug}: ${outcomes.submitted} submitted now, ${outcomes.refused} refused again. \`letterpress status ${slug}\` shows the books.`,
    );
    if (send.state === "paused" && send.note !== null) print(io, send.note);
    return outcomes.uncertain > 0 ? 4 : send.state === "paused" ? 3 : 0;
  });
}

const WHOM: Readonly<Record<Missed, string>> = {
  refused: "Resend refused",
  dropped: "Resend's quota kept from it",
};
