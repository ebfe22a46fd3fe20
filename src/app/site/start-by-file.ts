import type { Issue } from "#src/model/issue.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";

/**
 * When an issue was sent, ms UTC, as far as its file alone can tell; null while it is not to be seen. `now` is ms UTC. A ready
 * issue was sent at its `send_at`. An issue without `send_at` was sent elsewhere, or never: it is shown from its `date` on,
 * and only if its own front matter has `archive:`, so that nobody publishes a draft by dating it.
 */
export function startByFile(issue: Issue, now: number): number | null {
  const { draft, sendAt, date, archive, timezone, keyPlaces } = issue;
  if (sendAt !== null) return !draft && sendAt.kind !== "next" && sendAt.at <= now ? sendAt.at : null;
  if (date === null || archive === "none" || keyPlaces["archive"] === undefined) return null;
  const at = nearestInstant({ local: `${date}T00:00`, zone: timezone });
  return at <= now ? at : null;
}
