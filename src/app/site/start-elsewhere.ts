import type { Kysely } from "kysely";
import type { Project } from "#src/project/load-project.ts";
import type { Database } from "#src/store/database/schema.ts";
import { slugsWithSends } from "#src/store/issues/issue-pages.ts";
import { startByFile } from "./start-by-file.ts";

/**
 * When each issue was published that the ledger has never had a send of, ms UTC by slug, as its file says. Null for one whose file cannot be
 * read. Of an issue with a send, even a scheduled, a paused or a canceled one, the ledger alone says whether it is shown: it is not
 * in the map. Neither is one that has a time: only the ledger sends at it.
 */
export async function startElsewhere(
  db: Kysely<Database>,
  { issues }: Project,
  now: number,
): Promise<ReadonlyMap<string, number | null>> {
  const known = await slugsWithSends(db);
  const started = new Map<string, number | null>();
  for (const { source, issue } of issues) {
    const slugs = [source.slug, ...(issue?.aliases ?? [])];
    if (slugs.some((slug) => known.has(slug))) continue;
    if (issue === null) started.set(source.slug, null);
    else if (issue.sendAt === null && issue.trigger === null) {
      const at = startByFile(issue, now);
      if (at !== null) started.set(source.slug, at);
    }
  }
  return started;
}
