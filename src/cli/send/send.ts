import type { App } from "#src/app/open-app.ts";
import { type IssuePlan, planIssue } from "#src/app/schedule/plan-issue.ts";
import { hasErrors } from "#src/model/finding.ts";
import { type SendStatus, needsPerson, readStatus } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { count, print, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import { deliverSend, exitOf, printOutcome } from "./deliver-send.ts";
import { askForce, refuseForce, refuseOther } from "./forced.ts";
import type { SendOptions } from "./options.ts";
import { printPlan } from "#src/cli/plan/print-plan.ts";
import { scheduleForPerson } from "./schedule-for-person.ts";
import { sendAgain } from "./send-again.ts";

/**
 * Send an issue now: show what will happen, ask, schedule it for this moment, deliver until nothing is left to post.
 * Exit code 1 if a finding keeps it back, 3 if it pauses, 4 while recipients are uncertain.
 */
export async function send(named: string, options: SendOptions, io: Io): Promise<number> {
  refuseForce(options);
  if (options.refused) return sendAgain(named, "refused", options, io);
  if (options.dropped) return sendAgain(named, "dropped", options, io);
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, named);
  // A person may name its file; the commands that are printed need the slug.
  const { slug } = parsed.source;
  return withApp({ ...options, mails: true }, io, async (app) => {
    const world = await worldWithKey(options, io, app.config);
    const asked = { rules: options.force, by: app.person };
    const planned = await planIssue(app, project, parsed, { ...options, force: asked, atOnce: true, world });
    const { ofFiles } = planned;
    refuseOther(slug, ofFiles, options);
    const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
    // By the ledger's own clock: a send that is due by another machine's clock may not be due yet.
    const now = () => ({ dueAt: app.ledger.clock.now(), wallLocal: null, zone, local: null });
    const time = now();
    printPlan(io, slug, { ...planned, time }, time.dueAt);
    for (const line of notChecked(planned.composed)) print(io, style(io.stdout, "quiet", line));
    const seen = { app, slug, composed: ofFiles, texts: textsOf(project), asksLater: options.yes !== true };
    const force = await askForce(seen, options, io);
    await ask(app, slug, planned, options, io);
    // The email that the person said yes to is mailed, whatever has happened to the file since.
    const wish = { ...options, at: now(), composed: ofFiles, force };
    const scheduled = await scheduleForPerson({ app, project, parsed }, wish, io, "send");
    if (scheduled === null) return 1;
    const status = await deliverSend(app, scheduled.send, slug, io);
    print(io);
    printOutcome(status, io);
    return (await printDoubtsBefore(app, status, slug, io)) ? 4 : exitOf(status);
  });
}

async function ask(
  app: App,
  slug: string,
  { audience, composed, send: before, delivery }: IssuePlan,
  { yes }: { readonly yes?: boolean },
  io: Io,
): Promise<void> {
  // The sandbox mails nobody, so there is nothing to be sure of.
  if (yes || app.ledger.destination === "sandbox") return;
  // An issue that is refused anyway needs no question.
  const { issue, findings } = composed;
  const sent = before !== null && before.planned_at !== null && before.state !== "canceled";
  if (issue === null || issue.draft || hasErrors(findings) || sent) return;
  if (delivery?.ramp.kind === "ask") return;
  const people = count(audience?.recipients ?? 0, "reader");
  await confirm(`This mails ${slug} to ${people} through Resend now.`, io);
}

/** Whether a send of the issue before this one is in doubt; then prints that its uncertain readers were left out. */
async function printDoubtsBefore(app: App, { send }: SendStatus, slug: string, io: Io): Promise<boolean> {
  const all = (await readStatus(app.ledger.db, slug)).filter(needsPerson);
  const before = all.find(({ send: { id } }) => id !== send.id);
  if (before === undefined) return false;
  const people = count(before.outcomes.uncertain, "recipient");
  print(
    io,
    `${people} of a send before this one are uncertain and were left out; \`letterpress approve ${slug} --uncertain submitted\` or \`letterpress approve ${slug} --uncertain refused\` decides about them.`,
  );
  return true;
}
