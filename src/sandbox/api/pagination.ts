import { invalid, type Refusal } from "./api-answer.ts";

/** Cursors are ids, exclusive. */
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
 * `limit`, `after` and `before` from a request. Without a limit Resend's older lists are complete, and the newer ones have
 * 20 rows.
 */
export function readPageQuery(
  query: (name: string) => string | undefined,
  whenAbsent: "all" | 20,
): PageQuery | Refusal {
  const given = query("limit");
  const limit =
    given === undefined ? (whenAbsent === "all" ? Number.MAX_SAFE_INTEGER : whenAbsent) : Number(given);
  if (given !== undefined && (!Number.isInteger(limit) || limit < 1 || limit > 100)) {
    return invalid(
      "The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
    );
  }
  const after = query("after");
  const before = query("before");
  if (after !== undefined && before !== undefined) {
    return invalid("The `after` and `before` parameters cannot be used together.");
  }
  return { limit, after, before };
}
