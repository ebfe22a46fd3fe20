import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { type BlockAttributes, describeOwnBlocks } from "#src/project/templates/describe-own-blocks.ts";
import type { OpenNewsletter } from "./open-newsletter.ts";

/** What is known around an open file. */
export interface Around {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly project: Project;
  /** The open file, where it is an issue. */
  readonly issue: ParsedIssue["issue"];
  /** ms UTC. */
  readonly now: number;
  /** Of the file, as it was checked last. */
  readonly findings: readonly Finding[];
  readonly attributesOfBlocks: () => Promise<BlockAttributes>;
}

/** Null where the newsletter cannot be read: its config has a finding that says so. */
export async function aroundOf(
  newsletter: OpenNewsletter,
  path: string,
  now: number,
): Promise<Around | null> {
  const project = await newsletter.project().catch(() => null);
  const text = newsletter.textOf(path);
  if (project === null || text === null) return null;
  const issue = project.issues.find(({ source }) => source.path === path)?.issue ?? null;
  const findings = newsletter.lastFindings(path);
  const attributesOfBlocks = () => describeOwnBlocks(project.root, project.blocks).catch(() => ({}));
  return { path, text, project, issue, now, findings, attributesOfBlocks };
}
