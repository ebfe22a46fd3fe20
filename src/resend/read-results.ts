import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** The results that a broadcast may have for one reader. A reader may have several of them. */
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

/** One page of the readers of a broadcast with this result. Only the id of each entry is read. */
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
