import { type HostedIssue, tickHosted } from "#src/app/hosted/tick-hosted.ts";
import { followBranch } from "#src/app/job/follow-branch.ts";
import { hasErrors } from "#src/model/finding.ts";
import { ISSUE_STATES } from "#src/model/hosted/issue-state.ts";
import type { Io } from "#src/cli/io.ts";
import type { TickOptions } from "#src/cli/operate/options.ts";
import { print, printNote } from "#src/cli/print/print.ts";
import { exitOfRun, printRun } from "./print-run.ts";
import { withHosted } from "./with-hosted.ts";

/**
 * Makes Resend's broadcasts match the latest commit of the branch, once. It remembers nothing and may run at any time. Exit
 * code 4 if a person must decide about an issue: each is printed with the one command that settles it.
 */
export async function tick(options: TickOptions, io: Io): Promise<number> {
  const files = options.from === undefined ? undefined : await followBranch(options.project, options.from);
  return withHosted({ ...options, files: files?.root }, io, async (hosted, project) => {
    const run = await tickHosted(hosted, project);
    if (!run.checkout.mayWrite) printNote(io, `This checkout only reads: ${run.checkout.why}.`);
    const shown = run.issues.filter(isNews);
    printRun(io, project, run, shown);
    if (shown.length === 0 && run.failure === null)
      print(io, "Nothing has changed, and nothing waits to be handed over.");
    return exitOfRun(io, run);
  });
}

/** Whether a tick prints the issue. Drafts, and issues that were sent long ago, are for `status` to print. */
function isNews({ state, did, findings }: HostedIssue): boolean {
  if (did.length > 0 || ISSUE_STATES[state.kind].exit > 0) return true;
  if (state.kind === "unreadable") return state.at !== null || hasErrors(findings);
  return ["later", "waits", "sending", "behind", "scheduled"].includes(state.kind);
}
