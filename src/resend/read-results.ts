import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** What may have become of a broadcast for one reader. A reader is in several of them. */
export const RESULTS = [
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "unsubscribed",
  "suppressed",
] as const;
export type ResultType = (typeof RESULTS)[number];

export interface ClickedLink {
  readonly id: string;
  readonly url: string;
  readonly clicks: number;
  /** Readers who clicked it. */
  readonly readers: number;
}

/** One page of the readers of a broadcast for whom this became of it; only their place in the list is read. */
export function listRecipients(
  { broadcasts }: Resend,
  id: string,
  type: ResultType,
  after: string | null,
): Promise<Answer<Page<{ readonly id: string }>>> {
  return askResend(
    (options) =>
      broadcasts.recipients(id, { type, limit: 100, ...(after === null ? {} : { after }) }, options),
    ({ data, has_more: hasMore }) => ({ items: data.map((one) => ({ id: one.id })), hasMore }),
  );
}

/** One page of the links of a broadcast that were clicked. */
export function listClickedLinks(
  { broadcasts }: Resend,
  id: string,
  after: string | null,
): Promise<Answer<Page<ClickedLink>>> {
  return askResend(
    (options) => broadcasts.clickedLinks(id, { limit: 100, ...(after === null ? {} : { after }) }, options),
    ({ data, has_more: hasMore }) => ({
      items: data.map((link) => ({
        id: link.id,
        url: link.url,
        clicks: link.clicks,
        readers: link.unique_clicks,
      })),
      hasMore,
    }),
  );
}
