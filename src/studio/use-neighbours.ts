import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearch } from "wouter";
import { issuesQuery } from "./queries.ts";
import { useKeys } from "./use-keys.ts";

/** The arrow keys lead to the issue before and after this one in the list, which is shown in the same view. */
export function useNeighbours(slug: string): void {
  const { data = [] } = useQuery(issuesQuery);
  const [, go] = useLocation();
  const search = useSearch();
  const at = data.findIndex((issue) => issue.slug === slug);
  const lead = (step: number) => () => {
    const next = at === -1 ? undefined : data[at + step];
    if (next !== undefined) go(`/issues/${next.slug}${search === "" ? "" : `?${search}`}`);
  };
  useKeys({ ArrowLeft: lead(-1), ArrowRight: lead(1) });
}
