import { eachAlone } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { readImages } from "#src/project/read-images.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import { issuePage, onlineIssue } from "#src/store/issues/issue-pages.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { makeEmail } from "#src/app/compose/make-email.ts";
import type { App } from "#src/app/open-app.ts";
import { saveCard, textSha } from "./save-card.ts";

/**
 * Brings the public pages up to date with the files of issues whose send has begun. What was sent
 * stays as it was: a file that was edited since changes only its page, which mentions the
 * correction. A file whose text is unchanged costs one look. A file that has errors changes nothing.
 */
export async function readIssuePages(app: App, project: Project): Promise<void> {
  const budget = { articles: MOST_AT_ONCE };
  await eachAlone(project.issues, (parsed) => readPage(app, project, parsed, budget));
}

/**
 * Articles made in one pass: after an upgrade a thousand pages may lack theirs, and the pass that schedules
 * the next issue waits for this one.
 */
const MOST_AT_ONCE = 60;

async function readPage(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  budget: { articles: number },
): Promise<void> {
  const { issue, source } = parsed;
  if (issue === null || issue.trigger !== null || hasErrors(parsed.findings)) return;
  const { db, clock } = app.ledger;
  const online = await onlineIssue(db, source.slug);
  if (online === undefined) return;
  const known = await issuePage(db, online.issueId);
  const { newsletter } = project;
  if (known?.text_sha === textSha(source.text)) {
    if (Boolean(known.has_article) || budget.articles === 0) return;
    budget.articles -= 1;
    // An older Letterpress kept no article, or another form of it. The text is unchanged, so this is no
    // correction, whatever the template makes of it today.
    const { images, findings } = await readImages(project.root, issue, newsletter);
    if (hasErrors(findings)) return;
    // If a block of the newsletter's own fails today, the page shows what stands inside it.
    const { own } = hasOwnBlocks(issue) ? await makeEmail(project, parsed, app) : { own: [] };
    await saveCard(app.ledger, online.issueId, { issue, text: source.text, images, own, newsletter });
    return;
  }
  const now = clock.now();
  const composed = await composeIssue(project, parsed, { now, ledger: app.ledger });
  const { email, images, own, assets, findings } = composed;
  if (email === null || hasErrors(findings)) return;
  const file = { issue, text: source.text, images, own, newsletter };
  // An email that was sent like this, or that the page shows already, is no correction: only a time or a tag may have changed.
  const differs = email.digest !== online.emailDigest;
  if (email.digest === (online.correctedDigest ?? online.emailDigest)) {
    await saveCard(app.ledger, online.issueId, file);
    return;
  }
  await saveAssets(db, assets, now);
  await saveEmail(db, email, now);
  await saveCard(app.ledger, online.issueId, file, differs ? { digest: email.digest, at: now } : null);
  app.log("issue.corrected", { slug: source.slug });
}

function hasOwnBlocks({ body }: Issue): boolean {
  return walkBlocks(body).some(({ kind }) => kind === "own");
}
