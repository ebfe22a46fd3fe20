import type { Kysely } from "kysely";

/**
 * Keeps the text of an issue for its page, the feeds and the search. Pages from before have no text until a pass of the job
 * has read their files again. Until then, and if a file is gone, they show what the mail says.
 */
export async function keepArticles(db: Kysely<unknown>): Promise<void> {
  for (const name of ["article", "words", "section"])
    await db.schema.alterTable("issue_pages").addColumn(name, "text").execute();
}
