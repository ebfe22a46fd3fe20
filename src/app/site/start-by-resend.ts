import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { membersOf, readView } from "#src/app/hosted/read-view.ts";
import { memberDeps } from "#src/app/hosted/tick-hosted.ts";
import type { Member } from "#src/model/hosted/decide-issue.ts";
import type { Project } from "#src/project/load-project.ts";
import { startByFile } from "./start-by-file.ts";

/**
 * When each issue was sent, ms UTC by slug, as Resend says. An issue that Resend does not know goes by its file: it may have
 * been sent before this newsletter came to Resend. Only reads.
 */
export async function startByResend(hosted: Hosted, project: Project): Promise<ReadonlyMap<string, number>> {
  const { lists } = await findLists(hosted, project.newsletter);
  const deps = memberDeps(hosted, project, lists);
  const view = await readView(deps, hosted.clock);
  const started = new Map<string, number>();
  for (const { source, issue } of project.issues) {
    const identity = { slug: source.slug, aliases: issue?.aliases ?? [] };
    const members = await membersOf(view, identity, false, deps);
    const at = members.length > 0 ? firstStart(members) : issue && startByFile(issue, view.at);
    if (at !== null) started.set(source.slug, at);
  }
  return started;
}

/** Draft, scheduled and canceled broadcasts have reached nobody; a failed one may have reached some readers. */
function firstStart(members: readonly Member[]): number | null {
  const begun = members.filter(
    ({ status, sentAt }) => sentAt !== null || status === "queued" || status === "sent",
  );
  const times = begun.map((one) => one.sentAt ?? one.scheduledAt ?? one.createdAt);
  return times.length === 0 ? null : Math.min(...times);
}
