import { type IssuePlan, planIssue } from "#src/app/schedule/plan-issue.ts";
import type { App } from "#src/app/open-app.ts";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { startOne } from "#src/app/job/start-sends.ts";
import { deliver } from "#src/app/job/tick.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { pauseOf } from "#src/model/states.ts";
import { hasErrors } from "#src/model/finding.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { needsPerson, readStatus, statusOf } from "#src/store/sends/status.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import type { SendOptions } from "./options.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { printPlan } from "./print-plan.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";

/**
 * Send an issue now: show what will happen, ask, schedule it for this moment, deliver until nothing is left to post.
 * Exit code 1 where a finding keeps it back, 4 while recipients are uncertain.
 */
export async function send(slug: string, options: GlobalOptions & SendOptions, io: Io): Promise<number> {
  const wish = {
    ...(options.segment === undefined ? {} : { segment: options.segment }),
    ...(options.ramp === undefined ? {} : { ramp: options.ramp }),
  };
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, slug);
  return withApp(
    options,
    io,
    async (app) => {
      const planned = await planIssue(app, project, parsed, { ...wish, atOnce: true });
      const zone = parsed.issue?.timezone ?? project.newsletter.timezone;
      // The ledger's own clock: what is due by another machine's may not be due yet.
      const now = () => ({ dueAt: app.ledger.clock.now(), wallLocal: null, zone, local: null });
      const time = now();
      printPlan(io, { ...planned, time }, time.dueAt);
      await ask(app, slug, planned, options, io);
      const at = now();
      const outcome = await scheduleIssue(app, project, parsed, {
        by: "person",
        at,
        ...wish,
        ...(options.wave === false ? { wave: false } : {}),
      });
      if (outcome.kind === "refused") {
        const errors = outcome.findings.filter(({ severity }) => severity === "error");
        printFindings(io, errors, textsOf(project, options.segment));
        printNote(io, `${slug} was not sent: ${count(errors.length, "error")} to fix.`);
        return 1;
      }
      if (outcome.change === "started") {
        throw new LetterpressError(
          "send/wrong-state",
          `The send of ${slug} is already ${outcome.send.state}.`,
        );
      }
      await startOne(app, outcome.send.id);
      await deliverAll(app, outcome.send.id, io);
      return printOutcome(app, outcome.send.id, slug, io);
    },
    { mails: true },
  );
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
  // What is going to be refused anyway is no question for anybody.
  const { issue, findings } = composed;
  const sent = before !== null && before.planned_at !== null && before.state !== "canceled";
  if (issue === null || issue.draft || hasErrors(findings) || sent) return;
  if (delivery?.ramp.kind === "ask") return;
  const people = count(audience?.recipients ?? 0, "reader");
  await confirm(`This mails ${slug} to ${people} through Resend now.`, io);
}

async function deliverAll(app: App, id: number, io: Io): Promise<void> {
  const planned = await sendById(app.ledger.db, id);
  const total = planned?.recipients ?? null;
  using progress = createProgress(io);
  let settled = 0;
  await deliver(app, {
    signal: io.signal,
    only: id,
    onSettled: () => {
      settled += 1;
      // Batches hold up to 100; the last one is seldom full.
      progress.show({ what: "Submitting", done: Math.min(settled * 100, total ?? Infinity), total });
    },
  });
}

async function printOutcome(app: App, id: number, slug: string, io: Io): Promise<number> {
  const row = await sendById(app.ledger.db, id);
  if (row === undefined) return 3;
  const { outcomes, waiting } = await statusOf(app.ledger.db, row, slug);
  const parts = Object.entries(outcomes).flatMap(([name, n]) =>
    n > 0 ? [`${n.toLocaleString("en")} ${name}`] : [],
  );
  print(io);
  const wait = waiting > 0 ? ` (${waiting.toLocaleString("en")} waiting for the next wave)` : "";
  print(io, `${slug} is ${row.state.replaceAll("_", " ")}: ${parts.join(", ") || "no recipients"}${wait}.`);
  if (row.note !== null) print(io, row.note);
  const over = row.state === "submitted" || row.state === "submitted_with_failures";
  print(
    io,
    over
      ? `\`letterpress report ${slug}\` shows what arrives, as far as \`letterpress serve\` hears of it.`
      : `\`letterpress status ${slug}\` shows the books; \`letterpress tick\` or \`serve\` goes on with it.`,
  );
  const doubtful = (await readStatus(app.ledger.db, slug)).filter(needsPerson);
  const before = doubtful.find(({ send: { id: other } }) => other !== id);
  if (before !== undefined)
    print(
      io,
      `${count(before.outcomes.uncertain, "recipient")} of a send before this one are uncertain and were left out; \`letterpress approve ${slug} --uncertain submitted\` or \`letterpress approve ${slug} --uncertain refused\` decides about them.`,
    );
  return doubtful.length > 0 ? 4 : row.state === "paused" && pauseOf(row)?.itself !== "at its time" ? 3 : 0;
}
