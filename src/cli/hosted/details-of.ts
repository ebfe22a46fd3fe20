import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { HostedPlan } from "#src/cli/documents/plan-document.ts";

/** What belongs to a state, for programs: its instants as ISO 8601 in UTC. */
export function detailsOf(state: IssueState): HostedPlan["details"] {
  const entries = Object.entries(state)
    .filter(([key]) => key !== "kind")
    .map(([key, value]) => [key, typeof value === "number" ? new Date(value).toISOString() : value]);
  return Object.fromEntries(entries) as HostedPlan["details"];
}
