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

export function findingsQuery(slug: string) {
  return queryOptions({
    queryKey: ["files", "findings", slug],
    queryFn: () => answered(api.issues[":slug"].findings.$get({ param: { slug } })),
  });
}

/** Mail comes without a file being saved: what is on the screen is asked for again and again. */
const MAIL_EVERY_MS = 2000;

export function inboxQuery(find: string, after: string | null) {
  return queryOptions({
    queryKey: ["mail", "inbox", find, after],
    queryFn: () => answered(api.inbox.$get({ query: { find, ...(after !== null && { after }) } })),
    placeholderData: keepPreviousData,
    refetchInterval: MAIL_EVERY_MS,
  });
}

export function mailQuery(id: string) {
  return queryOptions({
    queryKey: ["mail", "one", id],
    queryFn: () => answered(api.inbox[":id"].$get({ param: { id } })),
    refetchInterval: MAIL_EVERY_MS,
  });
}
