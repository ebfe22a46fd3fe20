import { type Finding, whereOf } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { type HeldIssue, findIssue, heldIssues, renameIssue, slugNow } from "#src/store/issues/issues.ts";
import type { App } from "#src/app/open-app.ts";

/**
 * Finds out whether a file is an issue of the ledger under another name: the issue's slug is gone from the files, while this
 * file has its path, its subject or a slug it had before. `renamed`: the file names the old slug in `aliases:`, and the issue
 * keeps its history under the new slug. A finding: the file does not name the old slug, and scheduled as a new issue it would
 * reach everybody a second time. Null for an issue that the ledger knows by its slug, and for one that is new.
 */
export async function findRename(
  app: App,
  project: Project,
  parsed: ParsedIssue,
): Promise<"renamed" | Finding | null> {
  const { issue, source } = parsed;
  const { db } = app.ledger;
  if (issue === null || issue.trigger !== null) return null;
  if ((await findIssue(db, source.slug)) !== undefined) return null;
  const slugs = new Set(project.issues.map(({ source: { slug } }) => slug));
  const gone = (await heldIssues(db)).filter(({ slug }) => !slugs.has(slug));
  const declared = gone.find(({ slug }) => issue.aliases.includes(slug));
  if (declared !== undefined) {
    await renameIssue(db, declared.slug, source.slug);
    return "renamed";
  }
  // A draft goes to nobody, whatever its name is.
  if (issue.draft) return null;
  const now = await slugNow(db, source.slug);
  for (const old of gone) {
    if (old.path === source.path || old.slug === now) return undeclared(parsed, old);
    const { subject } = await loadEmail(db, old.email_digest);
    if (JSON.stringify(subject) === JSON.stringify([issue.subject])) return undeclared(parsed, old);
  }
  return null;
}

function undeclared({ issue, source }: ParsedIssue, old: HeldIssue): Finding {
  return {
    rule: "schedule/renamed",
    severity: "error",
    ...whereOf(source.path, issue?.keyPlaces["slug"]),
    message: `This looks like ${old.slug} under another name, and the send of ${old.slug} is ${old.state.replaceAll("_", " ")}.`,
    hint: `Write \`aliases: [${old.slug}]\` so that it stays the same issue and reaches nobody twice.`,
    fix: null,
  };
}
