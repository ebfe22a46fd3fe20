import type { Article } from "#src/model/pages/article.ts";
import type { PageIssue } from "#src/app/pages/page-issue.ts";

/** An issue of the site: its page, and the addresses that lead to it. */
export interface SiteIssue {
  readonly page: PageIssue;
  readonly article: Article;
  /** Earlier slugs, and paths that it had in another system. */
  readonly aliases: readonly string[];
  /** The file it comes from, for findings; null if there is none any more. */
  readonly file: string | null;
}

/** An image as it is served: `name` is `<key>.<ext>`. */
export interface SiteImage {
  readonly name: string;
  readonly bytes: Uint8Array;
}
