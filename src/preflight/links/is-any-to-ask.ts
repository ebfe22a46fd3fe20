import type { Facts } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import { isPast } from "./is-past.ts";
import { outsideLinks } from "./outside-links.ts";

/** Whether the answers about the issue's links are of use: it has some links, and its day is not past. */
export function isAnyToAsk(issue: Issue, { now, newsletter }: Pick<Facts, "now" | "newsletter">): boolean {
  if (now.kind === "known" && isPast(issue, now.value)) return false;
  return outsideLinks(issue, newsletter).length > 0;
}
