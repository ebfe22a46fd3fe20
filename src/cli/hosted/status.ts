import { type HostedIssue, type HostedRun, lookHosted } from "#src/app/hosted/tick-hosted.ts";
import { ISSUE_STATES } from "#src/model/hosted/issue-state.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { HostedStatus } from "#src/cli/documents/status-document.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssues } from "#src/cli/open-project.ts";
import { count, print, printJson } from "#src/cli/print/print.ts";
import type { StatusOptions } from "#src/cli/send/options.ts";
import { detailsOf } from "./details-of.ts";
import { exitOfRun, printRun } from "./print-run.ts";
import { withHosted } from "./with-hosted.ts";

/** Prints where issues are at Resend; changes nothing. The exit code is the one that a tick would have. */
export async function status(slug: string | undefined, options: StatusOptions, io: Io): Promise<number> {
  if (options.watch)
    throw new LetterpressError("usage/invalid", "--watch needs a ledger, and subscribers live at Resend.", {
      hint: "Run `letterpress status` again: it asks Resend each time.",
    });
  return withHosted(options, io, async (hosted, project) => {
    const chosen = chooseIssues(project, slug === undefined ? [] : [slug]);
    const run = await lookHosted(
      hosted,
      project,
      chosen.filter(({ issue }) => issue?.trigger == null),
    );
    const shown = slug === undefined ? run.issues.filter(({ state }) => state.kind !== "draft") : run.issues;
    if (options.json)
      printJson(
        io,
        run.issues.map((one) => forPrograms(one, run)),
      );
    else {
      printRun(io, project, run, shown);
      print(io, `${count(shown.length, "issue")} at Resend or on the way there.`);
    }
    return exitOfRun(io, run);
  });
}

function forPrograms({ slug, state }: HostedIssue, { checkout }: HostedRun): HostedStatus {
  const { exit, next } = ISSUE_STATES[state.kind];
  return {
    slug,
    state: state.kind,
    ...detailsOf(state),
    exit,
    next: next?.replace("{slug}", slug) ?? null,
    reads_only: checkout.why,
  };
}
