import { type Answer, invalid, ok } from "./api-answer.ts";
import type { ApiRequest } from "./api-request.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

/** Cursors are ids; the page does not contain the cursor's own row. */
interface PageQuery {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** One page of rows, newest first. An unknown cursor gives an empty page. */
export function takePage<Row extends { readonly id: string }>(
  rows: Iterable<Row>,
  { limit, after, before }: PageQuery,
): { readonly data: readonly Row[]; readonly hasMore: boolean } {
  const page: Row[] = [];
  let open = after === undefined;
  for (const row of rows) {
    if (before !== undefined) {
      // The page holds the rows just above the cursor, so all rows up to it must be read.
      if (row.id === before) return { data: page.slice(-limit), hasMore: page.length > limit };
      page.push(row);
      continue;
    }
    if (open) page.push(row);
    if (page.length > limit) return { data: page.slice(0, limit), hasMore: true };
    if (row.id === after) open = true;
  }
  return { data: before === undefined ? page : [], hasMore: false };
}

/**
 * Returns the page of rows that a request asks for, in Resend's envelope. `whenAbsent` is the limit of a request that
 * names none. The switch `deleted_cursor` decides about a cursor whose row no longer exists.
 */
export function listAnswer<Row extends { readonly id: string }>(
  { query }: ApiRequest,
  rows: Iterable<Row>,
  write: (row: Row) => unknown,
  { deleted_cursor: deletedCursor }: Pick<Switches, "deleted_cursor">,
  whenAbsent = ALL,
): Answer {
  const given = query("limit");
  const limit = Number(given ?? whenAbsent);
  if (given !== undefined && (!Number.isInteger(limit) || limit < 1 || limit > 100)) {
    throw invalid(
      "The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
    );
  }
  const [after, before] = [query("after"), query("before")];
  if (after !== undefined && before !== undefined) {
    throw invalid("The `after` and `before` parameters cannot be used together.");
  }
  const cursor = after ?? before;
  // Copied only if the result depends on it: otherwise a list of 50,000 would be copied for every page.
  const all = cursor === undefined || deletedCursor === "empty" ? null : [...rows];
  const gone = all !== null && !all.some(({ id }) => id === cursor);
  if (gone && deletedCursor === "refuse") throw invalid("The pagination cursor does not exist.");
  const page = takePage(all ?? rows, gone ? { limit } : { limit, after, before });
  return ok({ object: "list", has_more: page.hasMore, data: page.data.map(write) });
}

/** Without a limit in the request, Resend's older lists are complete and its newer lists have 20 rows. */
const ALL = Number.MAX_SAFE_INTEGER;
export const NEWER_LISTS = 20;
