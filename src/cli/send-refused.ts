import { deliver } from "#src/app/tick.ts";
import { countRefused, scheduleRefused } from "#src/send/send-refused.ts";
import { startDue } from "#src/send/start-due.ts";
import { statusOf } from "#src/store/status.ts";
import { sendById } from "#src/store/sends.ts";
import { confirm } from "./confirm.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { count, print } from "./print.ts";
import { withApp } from "./with-app.ts";

/** Offer an issue once more to those whom Resend refused, and to nobody else. Exit code 4 while any are uncertain. */
export async function sendRefused(
  slug: string,
  options: GlobalOptions & { readonly yes?: boolean },
  io: Io,
): Promise<number> {
  return withApp(
    options,
    io,
    async (app) => {
      const { ledger } = app;
      const readers = await countRefused(ledger, slug);
      if (readers === 0) {
        print(io, `Nobody was refused ${slug} and is still on its list.`);
        return 0;
      }
      const question = `This mails ${slug} to ${count(readers, "reader")} whom Resend refused before.`;
      if (options.yes !== true && ledger.destination !== "sandbox") await confirm(question, io);
      const { id } = await scheduleRefused(ledger, slug, app.person);
      await startDue(ledger);
      await deliver(app, { signal: io.signal, only: id });
      const send = await sendById(ledger.db, id);
      if (send === undefined) return 3;
      const { outcomes } = await statusOf(ledger.db, send, slug);
      print(
        io,
        `${slug}: ${outcomes.submitted} submitted now, ${outcomes.refused} refused again. \`letterpress status ${slug}\` shows the books.`,
      );
      return outcomes.uncertain > 0 ? 4 : 0;
    },
    { mails: true },
  );
}
