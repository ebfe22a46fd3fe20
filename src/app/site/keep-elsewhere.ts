import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { acceptFindings } from "#src/app/compose/accept-findings.ts";
import { makeEmail } from "#src/app/compose/make-email.ts";
import { LETTERPRESS_VERSION } from "#src/app/compose/letterpress-version.ts";
import type { App } from "#src/app/open-app.ts";
import { cardOf } from "#src/app/pages/save-card.ts";
import { seeFile } from "#src/app/schedule/see-file.ts";
import { eachAlone } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { hashTemplates, otherIssuesOf } from "#src/project/hash-inputs.ts";
import { ifThere } from "#src/project/if-there.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { imagePaths } from "#src/project/read-images.ts";
import { renderArticle } from "#src/render/article/render-article.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import { dropElsewhere, elsewherePages, saveIssuePage } from "#src/store/issues/issue-pages.ts";
import { correctedAt, feedIdOf } from "./make-page.ts";
import { startElsewhere } from "./start-elsewhere.ts";

/** Raise this with every change of what is kept of a page: pages that an older Letterpress kept are then made again. */
const PAGES = 3;

/** A thousand old posts take minutes to render, and the pass that schedules the next issue waits for this one. */
const MOST_AT_ONCE = 60;

/**
 * Keeps in the ledger, for `serve` to show, the pages of issues that the ledger never sent: posts of another system. An issue
 * whose file has an error keeps the page it had; if its file is gone, or no longer asks to be shown, the page is removed.
 */
export async function keepElsewhere(app: App, project: Project): Promise<void> {
  const { db, clock } = app.ledger;
  const started = await startElsewhere(db, project, clock.now());
  const known = await elsewherePages(db);
  // If a folder cannot be read for a moment, its files are not gone.
  const gone = hasErrors(project.findings) ? [] : [...known].filter(([slug]) => !started.has(slug));
  for (const [, { issueId }] of gone) await dropElsewhere(db, issueId);
  if (started.size === 0) return;
  const templates = await hashTemplates(project.root);
  let made = 0;
  await eachAlone(project.issues, async (parsed) => {
    const { slug } = parsed.source;
    const at = started.get(slug) ?? null;
    if (parsed.issue === null || at === null || hasErrors(parsed.findings) || made >= MOST_AT_ONCE) return;
    const inputs = await hashOf(project, parsed.source.text, parsed.issue, [templates, at]);
    if (known.get(slug)?.inputs === inputs) return;
    made += 1;
    await keepOne(app, project, parsed, { issue: parsed.issue, at, inputs });
  });
}

async function keepOne(
  { ledger }: App,
  project: Project,
  parsed: ParsedIssue,
  { issue, at, inputs }: { readonly issue: Issue; readonly at: number; readonly inputs: string },
): Promise<void> {
  const { email, images, own, assets, findings } = await makeEmail(project, parsed, { ledger: null });
  if (email === null || hasErrors(acceptFindings(issue, { made: [...parsed.findings, ...findings] }))) return;
  const { db, clock } = ledger;
  const { id } = await seeFile(ledger, parsed);
  await saveAssets(db, assets, clock.now());
  await saveEmail(db, email, clock.now());
  const page = { issue_id: id, text_sha: inputs, archive: issue.archive };
  const elsewhere = {
    at,
    feedId: feedIdOf(issue),
    digest: email.digest,
    correctedAt: correctedAt(issue, project.newsletter.timezone),
  };
  const card = cardOf(issue, images);
  const article = renderArticle({ issue, newsletter: project.newsletter, images, own });
  await db
    .transaction()
    .execute((one) => saveIssuePage(one, page, { card, article, aliases: issue.aliases, elsewhere }));
}

/** Only the size of each picture counts: reading the pictures of all old posts every minute would mean reading the whole archive. */
async function hashOf(
  { root, newsletter }: Project,
  text: string,
  issue: Issue,
  shared: readonly unknown[],
): Promise<string> {
  const sizes: unknown[] = [];
  for (const path of imagePaths(root, issue, newsletter))
    sizes.push((await ifThere(stat(path)))?.size ?? null);
  const all = JSON.stringify([
    text,
    newsletter,
    LETTERPRESS_VERSION,
    PAGES,
    sizes,
    ...shared,
    ...otherIssuesOf(issue),
  ]);
  return createHash("sha256").update(all).digest("hex");
}
