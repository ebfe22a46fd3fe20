import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { type BlockAttributes, describeOwnBlocks } from "#src/project/templates/describe-own-blocks.ts";
import type { OpenNewsletter } from "./open-newsletter.ts";

/** What the editor knows about an open file and its project. */
export interface Around {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly project: Project;
  /** The issue of the open file; null if the file is no issue. */
  readonly issue: ParsedIssue["issue"];
  /** ms UTC. */
  readonly now: number;
  /** Findings of the file's last check. */
  readonly findings: readonly Finding[];
  readonly attributesOfBlocks: () => Promise<BlockAttributes>;
}

/** Null if the newsletter cannot be read: a finding on its config says why. */
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
