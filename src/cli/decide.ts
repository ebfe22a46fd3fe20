import { resumeIssue } from "#src/app/resume-issue.ts";
import { cancelSend, pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import type { App } from "#src/app/open-app.ts";
import type { Decision } from "./decisions.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { count, print, printNote, style } from "./print.ts";
import { createProgress } from "./progress.ts";
import { withApp } from "./with-app.ts";

/** A person's word about one send, and what it leads to. */
export async function decide(
  decision: Decision,
  slug: string,
  options: GlobalOptions & { readonly anyway?: boolean },
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
        await resume(app, slug, options, io);
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

/** A send from a backup is compared with what Resend has accepted since, which may take a while. */
async function resume(
  app: App,
  slug: string,
  { anyway = false }: { readonly anyway?: boolean },
  io: Io,
): Promise<void> {
  using progress = createProgress(io);
  const compared = await resumeIssue(app, slug, {
    signal: io.signal,
    anyway,
    onListed: (done) => progress.show({ what: "Reading what Resend has accepted", done, total: null }),
  });
  progress[Symbol.dispose]();
  if (compared === null) return;
  const { listed, batches } = compared;
  const had = count(batches, "batch", "batches");
  printNote(
    io,
    `Resend has accepted ${count(listed, "message")} since; ${had} of this send among them, and none of those is posted again.`,
  );
}

const AFTER: Readonly<Record<Decision, string>> = {
  unschedule: "is not scheduled any more. It stays so until its file's send_at changes.",
  approve: "is approved and goes on when it is due. Follow it with `letterpress status`.",
  resume: "goes on. Follow it with `letterpress status`.",
  pause: "is paused. `letterpress resume` lets it go on, `letterpress cancel` gives it up.",
  cancel: "is canceled: whoever has not got it yet does not get it from this send.",
};
