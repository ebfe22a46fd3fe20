import type { Kysely } from "kysely";
import type { Article } from "#src/model/pages/article.ts";
import type { Database, IssuePagesTable } from "#src/store/database/schema.ts";

/** Raised with every change of what an article is made of: the job then remakes the articles that an older Letterpress kept. */
const FORMAT = 2;
/** How an article of this format begins in `issue_pages`. */
export const ARTICLE_START = `{"format":${FORMAT},`;

/** Returns what `issue_pages` keeps of an article. Its words and its section are columns, because lists ask for them. */
export function articleColumns({
  words,
  ...article
}: Article): Pick<IssuePagesTable, "article" | "words" | "section"> {
  return { article: JSON.stringify({ format: FORMAT, ...article }), words, section: article.section };
}

/** Reads the articles of these issues, by issue id. Issues without a kept article are left out. */
export async function articlesOf(
  db: Kysely<Database>,
  issueIds: readonly number[],
): Promise<ReadonlyMap<number, Article>> {
  if (issueIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("issue_pages")
    .select(["issue_id", "article", "words"])
    .where("issue_id", "in", issueIds)
    .execute();
  return new Map(
    rows.flatMap(({ issue_id: id, article, words }) => {
      if (article === null) return [];
      const { format: _, ...kept } = JSON.parse(article) as Article & { readonly format?: number };
      return [[id, { ...kept, words: words ?? "" }]];
    }),
  );
}
