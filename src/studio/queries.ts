import { QueryClient, keepPreviousData, queryOptions } from "@tanstack/react-query";
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

/** One issue as one reader gets it. `shownTo` is the query of an address: `reader=bare&in=0`. */
export function lookQuery(slug: string, shownTo: string) {
  return queryOptions({
    queryKey: ["files", "issue", slug, shownTo],
    queryFn: async () => {
      const query = Object.fromEntries(new URLSearchParams(shownTo));
      return answered(api.issues[":slug"].$get({ param: { slug }, query }));
    },
    placeholderData: keepPreviousData,
  });
}

export const calendarQuery = queryOptions({
  queryKey: ["files", "calendar"],
  queryFn: () => answered(api.calendar.$get()),
});

/** What was mailed of an issue, compared with the email of a digest. */
export function versionsQuery(slug: string, digest: string) {
  return queryOptions({
    queryKey: ["files", "versions", slug, digest],
    queryFn: () => answered(api.issues[":slug"].versions.$get({ param: { slug } })),
    placeholderData: keepPreviousData,
  });
}

/** Subscribers whose address has something in it. */
export function readersQuery(find: string) {
  return queryOptions({
    queryKey: ["readers", find],
    queryFn: () => answered(api.readers.$get({ query: { find } })),
    placeholderData: keepPreviousData,
  });
}
