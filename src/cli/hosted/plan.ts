import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { type ReaderCounts, countReaders } from "#src/app/contacts/count-readers.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { lookHosted } from "#src/app/hosted/tick-hosted.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { Issue } from "#src/model/issue.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { gmailBytes } from "#src/preflight/html/gmail-bytes.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { HostedPlan } from "#src/cli/documents/plan-document.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, textsOf } from "#src/cli/open-project.ts";
import { print, printJson, printRows, style } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import { overruledRows } from "#src/cli/plan/overruled-rows.ts";
import { sizeInWords } from "#src/cli/plan/size-in-words.ts";
import { whenRow } from "#src/cli/plan/when-rows.ts";
import type { PlanOptions } from "#src/cli/send/options.ts";
import { exitOfRun } from "./print-run.ts";
import { detailsOf } from "./details-of.ts";
import { stateInWords } from "./state-in-words.ts";
import { withHosted } from "./with-hosted.ts";

/** Show what would happen to an issue; write nothing. Exit code 1 where a finding keeps it from being sent. */
export async function plan(slug: string, options: PlanOptions, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, project) => {
    const parsed = chooseIssue(project, slug);
    const composed = await composeIssue(project, parsed, { now: io.clock.now(), ledger: null });
    const run = await lookHosted(hosted, project, [parsed]);
    const [one] = run.issues;
    const { issue, email } = composed;
    const findings = [...composed.findings, ...run.findings];
    const list = issue === null ? undefined : project.newsletter.lists[issue.list];
    const place = (await findLists(hosted, project.newsletter)).lists.get(issue?.list ?? "");
    const readers = place === undefined ? null : await countReaders(hosted, place);
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
      } satisfies HostedPlan);
      return exit;
    }
    printFindings(
      io,
      findings.filter(({ severity }) => severity !== "info"),
      textsOf(project),
    );
    const rows: [string, string][] = [];
    const source = (tag: number) => email?.tags[tag]?.source ?? "";
    const zone = issue?.timezone ?? project.newsletter.timezone;
    if (email !== null)
      rows.push(
        ["subject", joinParts(email.subject, ({ tag }) => source(tag))],
        ["preview", replaceTokens(issue?.previewText ?? "", source)],
        ["from", email.from],
      );
    const dueAt = timeOf(one?.state ?? null, issue);
    if (dueAt !== null) rows.push(whenRow(io, { dueAt, zone, ...NO_WALL }, NO_SPAN, io.clock.now()));
    if (list !== undefined) rows.push(["segment", list.segment ?? ""], ["topic", list.topic ?? ""]);
    if (readers !== null) rows.push(["readers", inWords(readers)]);
    if (email !== null) rows.push(["size", sizeInWords(gmailBytes(email, project.newsletter))]);
    rows.push(...overruledRows(findings, zone), ["findings", tally(findings)]);
    print(io, style(io.stdout, "strong", "What will happen"));
    printRows(io, rows);
    print(io);
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

const NO_WALL = { wallLocal: null, local: null };
const NO_SPAN = { firstAt: null, lastAt: null };

function inWords({ at_most: most, unsubscribed, suppressed }: ReaderCounts): string {
  const left = `${unsubscribed.toLocaleString("en")} unsubscribed, ${suppressed.toLocaleString("en")} suppressed`;
  return `${most.toLocaleString("en")} at most (without ${left}; who left the topic gets nothing, either)`;
}
