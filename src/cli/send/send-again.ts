import { type Missed, countMissed, scheduleAgain } from "#src/send/send-again.ts";
import type { Io } from "#src/cli/io.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { count, print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import { deliverSend, exitOf, printOutcome } from "./deliver-send.ts";
import type { SendOptions } from "./options.ts";

/** Offer an issue once more to those who missed it, and to nobody else. */
export async function sendAgain(slug: string, missed: Missed, options: SendOptions, io: Io): Promise<number> {
  return withApp({ ...options, mails: true }, io, async (app) => {
    const { ledger } = app;
    const readers = await countMissed(ledger, slug, missed);
    if (readers === 0) {
      print(io, `There is nobody on its list whom ${WHOM[missed]} and who has not got ${slug} since.`);
      return 0;
    }
    const question = `This mails ${slug} to ${count(readers, "reader")} whom ${WHOM[missed]} before.`;
    if (options.yes !== true && ledger.destination !== "sandbox") await confirm(question, io);
    const scheduled = await scheduleAgain(ledger, slug, { missed, person: app.person });
    const status = await deliverSend(app, scheduled, slug, io);
    const { outcomes } = status;
    print(io, `${slug}: ${outcomes.submitted} submitted now, ${outcomes.refused} refused again.`);
    printOutcome(status, io);
    return exitOf(status);
  });
}

const WHOM: Readonly<Record<Missed, string>> = {
  refused: "Resend refused",
  dropped: "Resend's quota kept from it",
};
