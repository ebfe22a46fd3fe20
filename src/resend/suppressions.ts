import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";
import { readTime } from "./parse-event.ts";

/** An address that the team never mails. */
export interface TeamSuppression {
  readonly id: string;
  readonly email: string;
  /** `bounce`, `complaint` or `manual`: an open set. */
  readonly origin: string;
  /** ms UTC; null if the answer has none. */
  readonly createdAt: number | null;
}

/** How many addresses one request takes. */
export const MOST_SUPPRESSIONS = 100;

/** One page of the suppressions, at most 100, after the one with the id `after`. */
export function listSuppressions(
  client: Resend,
  after: string | null,
): Promise<Answer<Page<TeamSuppression>>> {
  return askResend(
    (options) => client.suppressions.list({ limit: 100, ...(after === null ? {} : { after }) }, options),
    ({ data, has_more: hasMore }) => ({ items: data.map(readSuppression), hasMore: hasMore === true }),
  );
}

/** The suppression of one address, if it has one. */
export function readSuppressionOf(client: Resend, address: string): Promise<Answer<TeamSuppression>> {
  return askResend((options) => client.suppressions.get(address, options), readSuppression);
}

/** Suppresses up to `MOST_SUPPRESSIONS` addresses. Those that are already suppressed stay so. */
export function addSuppressions(client: Resend, emails: readonly string[]): Promise<Answer<true>> {
  return askResend(
    (options) => client.suppressions.batch.add({ emails: [...emails] }, options),
    () => true as const,
  );
}

function readSuppression(raw: {
  readonly id: string;
  readonly email: string;
  readonly origin: string;
  readonly created_at: string;
}): TeamSuppression {
  if (typeof raw.id !== "string" || typeof raw.email !== "string") throw new TypeError("not a suppression");
  return { id: raw.id, email: raw.email, origin: raw.origin, createdAt: readTime(raw.created_at) };
}
