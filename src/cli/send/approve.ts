import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { approveForced } from "#src/app/gate/approve-forced.ts";
import { workerEvents } from "#src/app/job/worker-events.ts";
import { type RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { decideRamp } from "#src/app/schedule/decide-ramp.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { decideUncertain, finishSends } from "#src/send/finish-sends.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend } from "#src/store/sends/sends.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { overruledRows } from "#src/app/sends/overruled-rows.ts";
import { count, print, printNote, printRows, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { withApp } from "#src/cli/with-app.ts";
import { decide } from "./decide.ts";
import { askForce, refuseForce, refuseOther } from "./forced.ts";
import type { ApproveOptions } from "./options.ts";

/** Continue a send that waits for a review, or record a person's answer: about its ramp, or its uncertain recipients. */
export async function approve(slug: string, options: ApproveOptions, io: Io): Promise<number> {
  refuseForce(options);
  const { ramp, uncertain } = options;
  if (ramp !== undefined) return approveRamp(slug, ramp, options, io);
  if (uncertain !== undefined) return approveUncertain(slug, uncertain, options, io);
  if (options.force.length > 0 || options.digest !== undefined) return approveFile(slug, options, io);
  return decide("approve", slug, options, io);
}

/** Approves the file that is here: although a rule finds an error in it (`--force`), or only if its email has a given `--digest`. */
async function approveFile(slug: string, options: ApproveOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, slug);
  return withApp(options, io, async (app) => {
    const texts = textsOf(project);
    const composed = await composeIssue(project, parsed, { now: app.clock.now(), ledger: app.ledger });
    refuseOther(slug, composed, options);
    const force = (await askForce({ app, slug, composed, texts }, options, io)) ?? {
      rules: [],
      by: app.person,
    };
    const outcome = await approveForced(app, project, parsed, { composed, force });
    if (outcome.kind === "refused") {
      const errors = outcome.findings.filter(({ severity }) => severity === "error");
      printFindings(io, errors, texts);
      printNote(io, `${slug} is not approved: ${count(errors.length, "error")} to fix.`);
      return 1;
    }
    print(
      io,
      `${style(io.stdout, "strong", slug)} is approved as it is here. \`letterpress status ${slug}\` follows it.`,
    );
    printRows(io, overruledRows(outcome.findings, outcome.send.zone));
    return 0;
  });
}

/** Records a person's answer about a ramp: grow day by day as proposed, or mail everybody at once. */
async function approveRamp(
  slug: string,
  answer: RampAnswer,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  return withApp(options, io, async (app) => {
    const { steps, recipients = 0 } = await decideRamp(app, slug, answer);
    const days = steps?.length ?? 1;
    const how = steps === null ? "at once" : days === 1 ? "in one day" : `over ${count(days, "day")}`;
    print(
      io,
      `${style(io.stdout, "strong", slug)} goes to ${count(recipients, "reader")} ${how} when it is due.`,
    );
    print(io, `\`letterpress status ${slug}\` follows it; \`letterpress unschedule ${slug}\` takes it back.`);
    return 0;
  });
}

/** Records a person's answer about recipients whom neither events nor Resend's list could settle: Resend has them, or it has not. */
async function approveUncertain(
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
      throw new LetterpressError("send/wrong-state", `No recipient of ${slug} is uncertain.`, { slug });
    const { onFinished } = workerEvents(app);
    for (const finished of await finishSends(ledger)) onFinished(finished);
    const people = count(decided, "recipient");
    print(io, `${style(io.stdout, "strong", slug)}: ${people} count as ${answer}, as you decided.`);
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
