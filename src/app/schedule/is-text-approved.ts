import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue } from "#src/project/load-project.ts";
import { UNREADABLE } from "#src/project/read-issues.ts";
import { knownAssets } from "#src/store/database/assets.ts";
import { issuePage } from "#src/store/issues/issue-pages.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { assetKeyOf } from "#src/app/facts/gather-facts.ts";
import type { App } from "#src/app/open-app.ts";
import { textSha } from "#src/app/pages/save-card.ts";

/**
 * Whether a send that has not started has exactly the text that its file has now. Such a send goes out as it was approved,
 * even if a fault of the config, a template, another issue or Letterpress itself keeps the file from being composed again.
 * Once its time is too near for anybody to look at the result, changes of those no longer reach the send.
 */
export async function isTextApproved(
  { ledger }: App,
  live: SendRow,
  { source, findings }: ParsedIssue,
): Promise<boolean> {
  if (live.issue_id === null || !(live.state === "scheduled" || live.state === "planning")) return false;
  // A file that cannot be read right now does not prove that somebody edited it.
  if (findings.some(({ rule }) => rule === UNREADABLE)) return true;
  const page = await issuePage(ledger.db, live.issue_id);
  return page?.text_sha === textSha(source.text);
}

/** An issue's images are its author's work, like its text: an image that is gone or broken was changed since the approval. */
export function isOwnImage({ rule, severity, file }: Finding, path: string): boolean {
  return severity === "error" && file === path && rule.startsWith("image/");
}

/** Whether each image of the file itself is one that was kept when the issue was scheduled. */
export async function areImagesApproved(
  { ledger }: App,
  { issue, images, findings }: ComposedIssue,
  path: string,
): Promise<boolean> {
  if (findings.some((finding) => isOwnImage(finding, path))) return false;
  const keys = (issue?.images ?? []).flatMap(({ src }) => assetKeyOf(images[src]?.url ?? "") ?? []);
  return (await knownAssets(ledger.db, keys)).size === new Set(keys).size;
}
