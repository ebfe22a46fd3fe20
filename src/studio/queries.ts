import { QueryClient, keepPreviousData, queryOptions, skipToken } from "@tanstack/react-query";
import { answered, api } from "./api.ts";

/** What was asked stays true until a file is saved or a send moves on: `useLive` says when. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false },
  },
});

export const newsletterQuery = queryOptions({
  queryKey: ["files", "newsletter"],
  queryFn: () => answered(api.newsletter.$get()),
});

export const issuesQuery = queryOptions({
  queryKey: ["files", "issues"],
  queryFn: () => answered(api.issues.$get()),
});

/** The digest of an issue's email, which is known before its findings are. Nothing asks for it: it is told, by events and answers. */
export function digestQuery(slug: string) {
  return queryOptions<string>({ queryKey: ["digest", slug], queryFn: skipToken });
}

/** One issue as one reader gets it. `shownTo` is the query of an address: `reader=bare&in=0`. */
export function lookQuery(slug: string, shownTo: string) {
  return queryOptions({
    queryKey: ["files", "issue", slug, shownTo],
    queryFn: async () => {
      const query = Object.fromEntries(new URLSearchParams(shownTo));
      const look = await answered(api.issues[":slug"].$get({ param: { slug }, query }));
      if (look.kind === "issue" && look.email !== null)
        queries.setQueryData(digestQuery(slug).queryKey, look.email.digest);
      return look;
    },
    placeholderData: keepPreviousData,
  });
}
