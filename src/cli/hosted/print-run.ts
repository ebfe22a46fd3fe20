import type { HostedIssue, HostedRun } from "#src/app/hosted/tick-hosted.ts";
import { hasErrors } from "#src/model/finding.ts";
import { ISSUE_STATES } from "#src/model/hosted/issue-state.ts";
import type { Project } from "#src/project/load-project.ts";
import type { Io } from "#src/cli/io.ts";
import { textsOf } from "#src/cli/open-project.ts";
import { explain } from "#src/cli/print/explain.ts";
import { overruledRows } from "#src/app/sends/overruled-rows.ts";
import { print, printRows, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import { stateInWords } from "./state-in-words.ts";

/** Prints these issues of a run, with the errors of their files, and what is wrong with the whole. */
export function printRun(io: Io, project: Project, run: HostedRun, shown: readonly HostedIssue[]): void {
  const texts = textsOf(project);
  printFindings(io, run.findings, texts);
  for (const { slug, state, findings } of shown) {
    const zone = project.issues.find(({ source }) => source.slug === slug)?.issue?.timezone;
    const place = { slug, zone: zone ?? project.newsletter.timezone, why: run.checkout.why };
    print(io, `${style(io.stdout, "strong", slug)} ${stateInWords(state, place)}`);
    printRows(io, overruledRows(findings, place.zone));
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0) printFindings(io, errors, texts);
  }
}

/**
 * The exit code of a run, the first of these that applies: 4, a person must decide; 3, something failed, which is printed; 1, a finding
 * keeps an issue back.
 */
export function exitOfRun(io: Io, run: HostedRun): number {
  const exits = run.issues.map(({ state }) => ISSUE_STATES[state.kind].exit as number);
  if (run.failure !== null) exits.push(explain(run.failure, io));
  const isBroken = run.issues.some(
    ({ state, findings }) => state.kind === "unreadable" && hasErrors(findings),
  );
  if (isBroken || hasErrors(run.findings)) exits.push(1);
  return Math.max(0, ...exits);
}
