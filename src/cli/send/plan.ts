import { isOver } from "#src/app/schedule/send-time.ts";
import { type IssuePlan, planIssue } from "#src/app/schedule/plan-issue.ts";
import { asksForRamp } from "#src/model/states.ts";
import { hasErrors } from "#src/model/finding.ts";
import { LIVE } from "#src/store/sends/sends.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { quoted } from "#src/cli/print/as-typed.ts";
import { print, printJson, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { withApp } from "#src/cli/with-app.ts";
import { forceHint } from "./forced.ts";
import type { PlanOptions } from "./options.ts";
import { forPrograms } from "#src/cli/plan/for-programs.ts";
import { printPlan } from "#src/cli/plan/print-plan.ts";

/** Show what would happen to an issue; write nothing. Exit code 1 if a finding keeps it from being sent. */
export async function plan(named: string, options: PlanOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, named);
  // A person may name its file; the commands that are printed need the slug.
  const { slug } = parsed.source;
  return withApp(options, io, async (app) => {
    const planned = await planIssue(app, project, parsed, {
      ...options,
      world: await worldWithKey(options, io, app.config),
    });
    const { findings, issue } = planned.composed;
    if (options.json) {
      printJson(io, forPrograms(slug, planned));
    } else {
      printFindings(
        io,
        findings.filter(({ severity }) => severity !== "info"),
        textsOf(project, options.segment),
      );
      printPlan(io, slug, planned, io.clock.now());
      for (const line of notChecked(planned.composed)) print(io, style(io.stdout, "quiet", line));
      print(io);
      print(io, nextStep(slug, planned, options, io.clock.now()));
    }
    return issue === null || hasErrors(findings) ? 1 : 0;
  });
}

function nextStep(
  slug: string,
  { composed, time, send, audience, delivery }: IssuePlan,
  { segment, ramp }: PlanOptions,
  now: number,
): string {
  if (composed.issue === null || hasErrors(composed.findings)) return errorsIn(slug, composed, send);
  const { trigger } = composed.issue;
  if (trigger !== null)
    return `It is the ${trigger} mail: \`letterpress serve\` mails it when somebody subscribes.`;
  if (composed.issue.draft) return "It is a draft: write `draft: false` when it is ready.";
  if (send !== null && asksForRamp(send) && delivery?.ramp.kind === "ask")
    return `Its send waits for an answer: \`letterpress approve ${slug} --ramp accept\`, or \`letterpress approve ${slug} --ramp refuse\` to mail all at once.`;
  if (send !== null && send.state !== "canceled") {
    return `Its send is ${send.state.replaceAll("_", " ")}: \`letterpress status ${slug}\` shows it.`;
  }
  if (audience?.recipients === 0)
    return "Nothing was changed. Nobody would get it now: `letterpress subscribers count` counts the readers of each list, by state.";
  const hasTime = time !== null && !isOver(time, now);
  // What was shown is for these readers, with this answer: the next command must not mail others.
  const readers = segment === undefined ? "" : ` --segment ${quoted(segment)}`;
  const given = readers + (ramp === undefined ? "" : ` --ramp ${ramp}`);
  if (delivery?.ramp.kind === "ask" && !hasTime)
    return `Nothing was changed. It has no time in the future; \`letterpress send ${slug}${readers} --ramp accept\`, or \`letterpress send ${slug}${readers} --ramp refuse\` to mail all at once, sends it now.`;
  if (delivery?.ramp.kind === "ask")
    return `Nothing was changed. It is sent only after \`letterpress schedule ${slug}${readers} --ramp accept\`, or \`letterpress schedule ${slug}${readers} --ramp refuse\` to mail all at once.`;
  if (!hasTime)
    return `Nothing was changed. Its file names no time in the future: write one in \`send_at\`, or \`letterpress send ${slug}${given}\` sends it now.`;
  return `Nothing was changed. Next: \`letterpress schedule ${slug}${given}\`, or \`letterpress send ${slug}${given}\` to send it now.`;
}

function errorsIn(slug: string, composed: IssuePlan["composed"], send: IssuePlan["send"]): string {
  const waits = send !== null && LIVE.includes(send.state) && send.planned_at === null;
  const hint = forceHint(slug, composed, waits ? "approve" : "schedule");
  const fix = `Errors keep it from being sent: run \`letterpress check ${slug}\` and fix them.`;
  return hint === null ? fix : `${fix} ${hint}`;
}
