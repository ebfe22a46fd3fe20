import type { Kysely } from "kysely";
import type { Project } from "#src/project/load-project.ts";
import type { Database } from "#src/store/database/schema.ts";
import { slugsWithSends } from "#src/store/issues/issue-pages.ts";
import { startByFile } from "./start-by-file.ts";

/**
 * When each issue that never had a send in the ledger was published, ms UTC by slug, as its file says. Null for an issue whose
 * file cannot be read. An issue with a send, even a scheduled, a paused or a canceled one, is not in the map: the ledger alone
 * says whether it is shown. Nor is an issue that has a time: only the ledger sends at that time.
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
