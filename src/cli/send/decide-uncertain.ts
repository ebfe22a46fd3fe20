import { workerEvents } from "#src/app/job/worker-events.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { decideUncertain, finishSends } from "#src/send/finish-sends.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend } from "#src/store/sends/sends.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { count, print, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** A person's word about recipients of whom nobody else can tell: Resend has them, or it has not. */
export async function decideAboutUncertain(
  slug: string,
  answer: "submitted" | "refused",
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  return withApp(options, io, async (app) => {
    const { ledger } = app;
    const issue = await findIssue(ledger.db, slug);
    const send = issue && (await latestSend(ledger.db, issue.id));
    const decided = send === undefined ? 0 : await decideUncertain(ledger, send, answer);
    if (decided === 0)
      throw new LetterpressError("send/wrong-state", `No recipient of ${slug} is uncertain.`);
    const { onFinished } = workerEvents(app);
    for (const finished of await finishSends(ledger)) onFinished(finished);
    const people = count(decided, "recipient");
    print(io, `${style(io.stdout, "strong", slug)}: ${people} count as ${answer}, because you said so.`);
    const last = issue && (await latestSend(ledger.db, issue.id));
    print(
      io,
      answer === "submitted" || last === undefined ? "They are not mailed again." : offerAgain(slug, last),
    );
    return 0;
  });
}

/** How readers who count as refused get the issue: by a send under way, or by a command as it must be typed. */
function offerAgain(slug: string, { state, planned_at: plannedAt }: SendRow): string {
  if (state === "canceled")
    return `\`letterpress send ${slug}\` offers it to everybody who does not have it, them included.`;
  const again = `\`letterpress send ${slug} --refused\` offers it to them again`;
  if (!LIVE.includes(state)) return `${again}.`;
  return plannedAt === null ? `The send that is ${state} includes them.` : `${again} once its send is over.`;
}
