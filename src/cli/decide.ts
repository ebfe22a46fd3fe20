import { cancelSend, pauseSend, resumeSend, unscheduleSend } from "#src/send/decide-send.ts";
import type { Decision } from "./decisions.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { print, style } from "./print.ts";
import { withApp } from "./with-app.ts";

/** A person's word about one send, and what it leads to. */
export async function decide(
  decision: Decision,
  slug: string,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  await withApp(options, io, async (app) => {
    const { ledger } = app;
    switch (decision) {
      case "unschedule":
        await unscheduleSend(ledger, slug, "person");
        break;
      case "approve":
      case "resume":
        await resumeSend(ledger, slug);
        break;
      case "pause":
        await pauseSend(ledger, slug, "person", `Paused by ${app.person}.`);
        break;
      case "cancel":
        await cancelSend(ledger, slug);
        break;
    }
    print(io, `${style(io.stdout, "strong", slug)} ${AFTER[decision]}`);
  });
  return 0;
}

const AFTER: Readonly<Record<Decision, string>> = {
  unschedule: "is not scheduled any more. It stays so until its file's send_at changes.",
  approve: "is approved and goes on when it is due. Follow it with `letterpress status`.",
  resume: "goes on. Follow it with `letterpress status`.",
  pause: "is paused. `letterpress resume` lets it go on, `letterpress cancel` gives it up.",
  cancel: "is canceled: whoever has not got it yet does not get it from this send.",
};
