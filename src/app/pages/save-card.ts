import { createHash } from "node:crypto";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images } from "#src/model/template.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import { renderArticle } from "#src/render/article/render-article.ts";
import { forNobody } from "#src/render/message/for-nobody.ts";
import { saveIssuePage } from "#src/store/issues/issue-pages.ts";
import type { IssueCard } from "#src/store/issues/online-issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** SHA-256 (hex) of a file's text, by which an edit is seen without composing the issue. */
export function textSha(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Saves what the public pages say of an issue. `corrected` is the email of a file that was edited after its send
 * began, or null if the file gives again what was sent. If it is left out, what is known of corrections stays.
 */
export async function saveCard(
  ledger: Ledger,
  issueId: number,
  file: {
    readonly issue: Issue;
    readonly text: string;
    readonly images: Images;
    readonly own: OwnOnline;
    readonly newsletter: Newsletter;
  },
  corrected?: { readonly digest: string; readonly at: number } | null,
): Promise<void> {
  const { issue, text, images, own, newsletter } = file;
  const page = {
    issue_id: issueId,
    text_sha: textSha(text),
    archive: issue.archive,
    ...(corrected === undefined
      ? {}
      : { corrected_digest: corrected?.digest ?? null, corrected_at: corrected?.at ?? null }),
  };
  const article = renderArticle({ issue, newsletter, images, own });
  await ledger.db
    .transaction()
    .execute((db) =>
      saveIssuePage(db, page, { card: cardOf(issue, images), article, aliases: issue.aliases }),
    );
}

/** Makes the card of an issue: what the public pages say of it, according to its file. */
export function cardOf(issue: Issue, images: Images): IssueCard {
  const { image } = issue;
  return {
    title: forNobody(issue.title, issue),
    description: forNobody(issue.description, issue),
    lang: issue.lang,
    dir: issue.dir,
    section: issue.section?.title ?? null,
    date: issue.date,
    canonicalUrl: issue.canonicalUrl,
    image: (image && images[image.src]?.url) ?? null,
    imageAlt: image?.alt ?? null,
    series: seriesOf(issue),
  };
}

/** Where an issue stands in its series; null without one. */
function seriesOf({ series }: Issue): NonNullable<IssueCard["series"]> | null {
  return series && { key: series.key, part: series.part };
}
