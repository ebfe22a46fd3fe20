import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { lookAtReaders } from "#src/app/contacts/count-readers.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { lookHosted } from "#src/app/hosted/tick-hosted.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { Issue } from "#src/model/issue.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { HostedPlan } from "#src/cli/documents/plan-document.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, textsOf } from "#src/cli/open-project.ts";
import { print, printJson, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import type { PlanOptions } from "#src/cli/send/options.ts";
import { uncheckedInWords } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { exitOfRun } from "./print-run.ts";
import { detailsOf } from "./details-of.ts";
import { printHostedPlan } from "./print-hosted-plan.ts";
import { stateInWords } from "./state-in-words.ts";
import { withHosted } from "./with-hosted.ts";

/** Show what would happen to an issue; write nothing. Exit code 1 where a finding keeps it from being sent. */
export async function plan(slug: string, options: PlanOptions, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, project) => {
    const parsed = chooseIssue(project, slug);
    const now = io.clock.now();
    const place = (await findLists(hosted, project.newsletter)).lists.get(parsed.issue?.list ?? "");
    const found = place === undefined ? null : await lookAtReaders(hosted, place);
    const readers = found?.counts ?? null;
    const composed = await composeIssue(project, parsed, {
      now,
      ledger: null,
      by: "plan",
      readers: found?.facts,
      world: await worldWithKey(options, io),
    });
    const run = await lookHosted(hosted, project, [parsed]);
    const [one] = run.issues;
    const { issue } = composed;
    const findings = [...composed.findings, ...run.findings];
    const list = issue === null ? undefined : project.newsletter.lists[issue.list];
    const exit = issue === null || hasErrors(findings) ? 1 : exitOfRun(io, run);
    if (options.json) {
      printJson(io, {
        slug,
        draft: issue?.draft ?? null,
        segment: list?.segment ?? null,
        topic: list?.topic ?? null,
        readers,
        state: one?.state.kind ?? null,
        details: one === undefined ? {} : detailsOf(one.state),
        findings,
        unchecked: composed.unchecked,
      } satisfies HostedPlan);
      return exit;
    }
    printFindings(
      io,
      findings.filter(({ severity }) => severity !== "info"),
      textsOf(project),
    );
    const dueAt = timeOf(one?.state ?? null, issue);
    printHostedPlan(io, project.newsletter, { composed: { ...composed, findings }, readers, dueAt });
    for (const line of uncheckedInWords(composed.unchecked)) print(io, style(io.stdout, "quiet", line));
    print(io);
    const zone = issue?.timezone ?? project.newsletter.timezone;
    if (one !== undefined)
      print(io, `${slug} ${stateInWords(one.state, { slug, zone, why: run.checkout.why })}`);
    return exit;
  });
}

/** What Resend holds, else what the file says. */
function timeOf(state: IssueState | null, issue: Issue | null): number | null {
  if (state !== null && "at" in state && typeof state.at === "number") return state.at;
  return issue?.sendAt == null || issue.sendAt.kind === "next" ? null : issue.sendAt.at;
}
