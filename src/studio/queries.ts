import { QueryClient, keepPreviousData, queryOptions, skipToken } from "@tanstack/react-query";
import { type SendView, answered, api } from "./api.ts";

/** Answers stay true until a file is saved, which `useLive` tells, or until a send moves on. */
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

/** The digest of an issue's email, which is known before its findings are. No request asks for it: events and other answers bring it. */
export function digestQuery(slug: string) {
  return queryOptions<string>({ queryKey: ["digest", slug], queryFn: skipToken });
}

/** The part of an address that says whom it shows an issue to. */
export function shownToIn(address: URLSearchParams): string {
  return new URLSearchParams([...address].filter(([key]) => key === "reader" || key === "in")).toString();
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

export const calendarQuery = queryOptions({
  queryKey: ["files", "calendar"],
  queryFn: () => answered(api.calendar.$get()),
});

/** The versions of an issue that were mailed, compared with the email of a digest. */
export function versionsQuery(slug: string, digest: string) {
  return queryOptions({
    queryKey: ["files", "versions", slug, digest],
    queryFn: () => answered(api.issues[":slug"].versions.$get({ param: { slug } })),
    placeholderData: keepPreviousData,
  });
}

export function findingsQuery(slug: string) {
  return queryOptions({
    queryKey: ["files", "findings", slug],
    queryFn: () => answered(api.issues[":slug"].findings.$get({ param: { slug } })),
  });
}

/** Mail comes without a file being saved, so what is on the screen is asked for at this interval. */
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

const CALM_MS = 5_000;
const LIVELY_MS = 1_000;

/** The ledger is asked again only while something moves in it by itself, and less often while something waits for its time. */
function paceOf(sends: readonly SendView[] | undefined): number | false {
  if (sends === undefined) return false;
  if (sends.some(({ isMoving, isAwaited }) => isMoving || isAwaited)) return LIVELY_MS;
  return sends.some(({ state, goesOn }) => state === "scheduled" || goesOn !== null) ? CALM_MS : false;
}

export const sendsQuery = queryOptions({
  queryKey: ["ledger", "sends"],
  queryFn: () => answered(api.sends.$get()),
  staleTime: 0,
  refetchInterval: ({ state }) => paceOf(state.data?.sends),
});

export function sendQuery(slug: string) {
  return queryOptions({
    queryKey: ["ledger", "send", slug],
    queryFn: () => answered(api.sends[":slug"].$get({ param: { slug } })),
    staleTime: 0,
    refetchInterval: ({ state }) => paceOf(state.data),
  });
}

/** Composed again after every save. */
export function planQuery(slug: string, ramp: "accept" | "refuse" | null, force: readonly string[]) {
  return queryOptions({
    queryKey: ["files", "plan", slug, ramp, force],
    queryFn: () =>
      answered(
        api.sends[":slug"].plan.$get({
          param: { slug },
          query: { force: force.join(","), ...(ramp === null ? ({} as { ramp: undefined }) : { ramp }) },
        }),
      ),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

/**
 * Arrivals come in for a while after the last batch has left: the report is asked for again until an hour after the start, as long as some
 * are missing.
 */
export function reportQuery(slug: string) {
  return queryOptions({
    queryKey: ["ledger", "report", slug],
    queryFn: () => answered(api.sends[":slug"].report.$get({ param: { slug } })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => {
      if (data?.kind !== "report" || data.report.arrivals.unknown === 0) return false;
      const { startedAt } = data.report;
      return startedAt !== null && Date.now() - startedAt < 3_600_000 ? CALM_MS : false;
    },
  });
}

export const audienceQuery = queryOptions({
  queryKey: ["ledger", "audience"],
  queryFn: () => answered(api.audience.$get()),
  staleTime: 0,
});

/** Resend's segments while they are counted, and as they were counted last. */
export const hostedQuery = queryOptions({
  queryKey: ["hosted"],
  queryFn: () => answered(api.audience.hosted.$get({ query: {} })),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.isCounting === true ? LIVELY_MS : false),
});

export function segmentQuery(list: string, query: string) {
  return queryOptions({
    queryKey: ["ledger", "segment", list, query],
    queryFn: () => answered(api.audience.segment.$get({ query: { list, query } })),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

export function peopleQuery(find: string) {
  return queryOptions({
    queryKey: ["ledger", "people", find],
    queryFn: () => answered(api.audience.people.$get({ query: { find } })),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

export function personQuery(address: string) {
  return queryOptions({
    queryKey: ["ledger", "person", address],
    queryFn: () => answered(api.audience.person.$get({ query: { address } })),
    staleTime: 0,
  });
}

export function suppressionsQuery(after: string) {
  return queryOptions({
    queryKey: ["ledger", "suppressions", after],
    queryFn: () => answered(api.audience.suppressions.$get({ query: { after } })),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** Subscribers whose address contains `find`. */
export function readersQuery(find: string) {
  return queryOptions({
    queryKey: ["readers", find],
    queryFn: () => answered(api.readers.$get({ query: { find } })),
    placeholderData: keepPreviousData,
  });
}
