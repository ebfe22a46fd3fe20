import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { FactsDeps } from "#src/app/facts/gather-facts.ts";
import { type ReaderCounts, lookAtReaders } from "#src/app/contacts/count-readers.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { HostedList } from "./find-lists.ts";
import type { Hosted } from "./open-hosted.ts";

interface Counted {
  readonly composed: ComposedIssue;
  /** Null where nobody had to count. */
  readonly readers: ReaderCounts | null;
}

/**
 * Composes an issue for a person who is about to hand it over. Its readers are counted, with a request for every hundred, only if a
 * merge tag has no words for those who lack a value: whether anybody lacks it decides whether that is an error. A tick never counts.
 */
export async function composeCounted(
  hosted: Hosted,
  project: Project,
  parsed: ParsedIssue,
  deps: Pick<FactsDeps, "by" | "world"> & { readonly place: Pick<HostedList, "segment"> | undefined },
): Promise<Counted> {
  const { place, ...asked } = deps;
  const known = { now: hosted.clock.now(), ledger: null, ...asked };
  const composed = await composeIssue(project, parsed, known);
  const isOpen = composed.findings.some(({ rule }) => rule === "merge-tag/no-fallback");
  if (!isOpen || place === undefined) return { composed, readers: null };
  const { counts, facts } = await lookAtReaders(hosted, place);
  return { composed: await composeIssue(project, parsed, { ...known, readers: facts }), readers: counts };
}
