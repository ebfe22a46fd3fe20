import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { instantInWords } from "#src/model/wall-clock.ts";

/**
 * Says in a sentence what happens to an issue once its file is on the branch that is
 * sent. It uses files alone, for somebody who has no key and no ledger. `now` is ms UTC.
 */
export function whatHappens(
  { issue, findings }: { readonly issue: Issue | null; readonly findings: readonly Finding[] },
  newsletter: Newsletter,
  now: number,
): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (issue === null || errors > 0)
    return `Nothing is sent: ${errors === 1 ? "an error keeps" : `${errors} errors keep`} it back.`;
  const { slug, sendAt, trigger } = issue;
  if (trigger !== null)
    return `It is mailed to one person at a time (${trigger}), as soon as this is merged.`;
  if (issue.draft) return "Nothing is sent: it is a draft.";
  if (sendAt === null)
    return `Nothing is sent by itself: it names no time. \`letterpress send ${slug}\` mails it.`;
  const list = newsletter.lists[issue.list]?.title ?? issue.list;
  const who = `The readers of “${list}”${issue.segment === null ? "" : ` in the segment ${issue.segment}`}`;
  if (sendAt.kind === "next")
    return `${who} get it in the next free slot of ${issue.section?.title ?? "its section"}, ${issue.section?.slot ?? ""}.`;
  const at = instantInWords(sendAt.at, sendAt.zone);
  if (sendAt.at <= now && sendAt.kind !== "local")
    return `Nothing is sent by itself: its time, ${at}, has passed. \`letterpress send ${slug}\` mails it.`;
  if (sendAt.kind === "local")
    return `${who} get it at ${sendAt.local.replace("T", " ")} in their own zone, the first of them on ${at}.`;
  return `${who} get it on ${at}.`;
}
