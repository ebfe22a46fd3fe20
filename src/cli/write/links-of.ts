import { knownLinks } from "#src/app/fetch/kept-links.ts";
import { wantedLinks } from "#src/app/fetch/wanted-links.ts";
import type { Facts } from "#src/model/facts.ts";
import { isPast } from "#src/preflight/links/is-past.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { Io } from "#src/cli/io.ts";

/**
 * Asks what the issues' links answer. This is done before anything is composed: an answer that waits while a template runs would
 * look late. Links of issues whose day is past are asked only if the issues are named: their mails are out, and there may be
 * hundreds. Nobody is asked if `over` is null.
 */
export async function linksOf(
  project: Project,
  chosen: readonly ParsedIssue[],
  { named, over }: { readonly named: boolean; readonly over: AbortSignal | null },
  io: Io,
): Promise<Facts["links"]> {
  const now = io.clock.now();
  const kept = knownLinks(project.root, now);
  const issues = chosen.flatMap(({ issue }) => issue ?? []).filter((issue) => named || !isPast(issue, now));
  const wanted = [...wantedLinks(issues, project.newsletter)];
  // The code that speaks HTTP is loaded only if somebody is asked.
  if (over === null || wanted.every((url) => Object.hasOwn(kept.value, url))) return kept;
  const [{ askLinks }, { createWeb }] = await Promise.all([
    import("#src/app/fetch/ask-links.ts"),
    import("#src/app/fetch/follow.ts"),
  ]);
  return askLinks(project, issues, { web: createWeb(project.newsletter, io.sites), now, over });
}
