import { DAY_MS } from "#src/model/durations.ts";
import type { Issue } from "#src/model/issue.ts";

/** Whether the issue's day lies so far back that it will not be mailed any more. A draft waits for its author however old it is. */
export function isPast({ draft, date }: Pick<Issue, "draft" | "date">, now: number): boolean {
  return !draft && date !== null && Date.parse(date) < now - 2 * DAY_MS;
}
