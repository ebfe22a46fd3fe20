import { descentOf, gitCommit } from "#src/app/compose/git-commit.ts";
import { shortCommit } from "#src/store/sends/commit.ts";
import { type Finding, whereOf } from "#src/model/finding.ts";
import type { ParsedIssue } from "#src/project/load-project.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/** Where a file stands in git, as far as git knows. */
export interface Standing {
  /** The commit, with a mark if the file differs from it; null without git. */
  readonly commit: string | null;
  /** How it relates to the commit from which the send was scheduled. */
  readonly descent: "later" | "older" | "unknown";
}

/** Compares an issue's file with the latest send of the issue, by their commits: two checkouts may take turns on one ledger. */
export async function standsAt(
  root: string,
  path: string,
  send: Pick<SendRow, "git_commit"> | undefined,
): Promise<Standing> {
  const commit = await gitCommit(root, path);
  return { commit, descent: await descentOf(root, commit, send?.git_commit ?? null) };
}

/** The warning about a file that changes nothing, because its commit does not come after the commit of the send. */
export function olderFinding(
  { source: { slug, path } }: ParsedIssue,
  send: Pick<SendRow, "git_commit" | "state">,
  { commit }: Standing,
): Finding {
  const [scheduled, here] = [send.git_commit, commit].map((one) => (one === null ? "" : shortCommit(one)));
  const take = send.state === "canceled" ? "schedule" : "approve";
  return {
    rule: "schedule/older-commit",
    severity: "warning",
    ...whereOf(path, null),
    message: `${slug} was scheduled from commit ${scheduled}. This checkout is at ${here}, which does not come after that commit, so its file changes nothing.`,
    hint: `Check out a newer commit, or run \`letterpress ${take} ${slug}\` to take this file.`,
    fix: null,
  };
}
