import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { type ReaderCounts, lookAtReaders } from "#src/app/contacts/count-readers.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { lookHosted } from "#src/app/hosted/tick-hosted.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { GMAIL_CUTS } from "#src/model/email.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { Issue } from "#src/model/issue.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { gmailBytes } from "#src/preflight/html/gmail-bytes.ts";
import type { Project } from "#src/project/load-project.ts";
import type { HostedPlan } from "#src/cli/documents/plan-document.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { print, printJson, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import type { PlanOptions } from "#src/cli/send/options.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { exitOfRun } from "./print-run.ts";
import { detailsOf } from "./details-of.ts";
import { printHostedPlan } from "./print-hosted-plan.ts";
import { stateInWords } from "./state-in-words.ts";
import { withHosted } from "./with-hosted.ts";

/** Show what would happen to an issue; write nothing. Exit code 1 if a finding keeps it from being sent. */
export async function plan(slug: string, options: PlanOptions, io: Io): Promise<number> {
  // With --offline a key is of no use, and may be missing.
  if (options.offline) return show(await openProject(options, io), { slug, hosted: null }, options, io);
  return withHosted(options, io, (hosted, project) => show(project, { slug, hosted }, options, io));
}

interface Asked {
  readonly slug: string;
  /** Null if Resend is not asked. */
  readonly hosted: Hosted | null;
}

async function show(
  project: Project,
  { slug, hosted }: Asked,
  options: PlanOptions,
  io: Io,
): Promise<number> {
  const parsed = chooseIssue(project, slug);
  const { newsletter } = project;
  const place =
    hosted === null ? undefined : (await findLists(hosted, newsletter)).lists.get(parsed.issue?.list ?? "");
  const found = hosted === null || place === undefined ? null : await lookAtReaders(hosted, place);
  const readers = found?.counts ?? null;
  const composed = await composeIssue(project, parsed, {
    now: io.clock.now(),
    ledger: null,
    by: "plan",
    readers: found?.facts,
    world: await worldWithKey(options, io),
  });
  const run = hosted === null ? null : await lookHosted(hosted, project, [parsed]);
  const state = run?.issues[0]?.state ?? null;
  const { issue } = composed;
  const findings = [...composed.findings, ...(run?.findings ?? [])];
  const isKept = issue === null || hasErrors(findings);
  const exit = isKept ? 1 : run === null ? 0 : exitOfRun(io, run);
  const dueAt = timeOf(state, issue);
  const zone = issue?.timezone ?? newsletter.timezone;
  if (options.json) {
    printJson(io, documentOf(newsletter, { slug, composed, findings, readers, state, dueAt, zone }));
    return exit;
  }
  printFindings(
    io,
    findings.filter(({ severity }) => severity !== "info"),
    textsOf(project),
  );
  printHostedPlan(io, newsletter, { composed: { ...composed, findings }, readers, dueAt });
  const asked = hosted === null ? ["Not asked: Resend (--offline asks nobody)."] : [];
  for (const line of [...notChecked(composed), ...asked]) print(io, style(io.stdout, "quiet", line));
  print(io);
  if (run !== null && state !== null)
    print(io, `${slug} ${stateInWords(state, { slug, zone, why: run.checkout.why })}`);
  else if (hosted === null)
    print(
      io,
      `Nothing was changed. \`letterpress plan ${slug}\` asks Resend how it stands, and who gets it.`,
    );
  return exit;
}

function documentOf(
  newsletter: Newsletter,
  shown: {
    readonly slug: string;
    readonly composed: ComposedIssue;
    readonly findings: readonly Finding[];
    readonly readers: ReaderCounts | null;
    readonly state: IssueState | null;
    readonly dueAt: number | null;
    readonly zone: string;
  },
): HostedPlan {
  const { slug, findings, readers, state, dueAt, zone } = shown;
  const { issue, email, unchecked } = shown.composed;
  const list = issue === null ? undefined : newsletter.lists[issue.list];
  const source = (tag: number) => email?.tags[tag]?.source ?? "";
  return {
    slug,
    draft: issue?.draft ?? null,
    digest: email?.digest ?? null,
    subject: email === null ? null : joinParts(email.subject, ({ tag }) => source(tag)),
    preview_text: issue === null || email === null ? null : replaceTokens(issue.previewText, source),
    size: email === null ? null : { bytes: gmailBytes(email, newsletter), gmail_cuts_at: GMAIL_CUTS },
    due_at: dueAt === null ? null : new Date(dueAt).toISOString(),
    zone: dueAt === null ? null : zone,
    segment: list?.segment ?? null,
    topic: list?.topic ?? null,
    readers,
    state: state?.kind ?? null,
    details: state === null ? {} : detailsOf(state),
    findings,
    unchecked,
  };
}

/** The time that Resend holds, else the one that the file names. */
function timeOf(state: IssueState | null, issue: Issue | null): number | null {
  if (state !== null && "at" in state && typeof state.at === "number") return state.at;
  return issue?.sendAt == null || issue.sendAt.kind === "next" ? null : issue.sendAt.at;
}
