import type { Clicks, LinkClicks } from "#src/model/report.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { eventsOfSend } from "#src/store/sends/report-counts.ts";

/**
 * Reads the clicks of some sends and counts those of people and of machines apart, as `judgeClicks` judged them when they came
 * in: a segment's `clicked:` chooses by the same judgement. `lines` says where a link is in the file; `pages` is the
 * newsletter's own address, whose links carry a reader's token.
 */
export async function readClicks(
  ledger: Ledger,
  sendIds: readonly number[],
  { lines, pages }: { lines: ReadonlyMap<string, number>; pages: string },
): Promise<Clicks> {
  const links = new Map<string, { human: number; machine: number; readers: number }>();
  const total = { human: 0, machine: 0, readers: 0 };
  for (const sendId of sendIds) {
    const clicked = new Map<number, Set<string>>();
    for await (const row of eventsOfSend(ledger, sendId, "email.clicked")) {
      const click = parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.at })?.click;
      if (click == null) continue;
      const url = reportedLink(click.link, pages);
      const link = links.get(url) ?? { human: 0, machine: 0, readers: 0 };
      links.set(url, link);
      const kind = row.kind === "machine" ? "machine" : "human";
      link[kind] += 1;
      total[kind] += 1;
      if (kind === "machine") continue;
      const urls = clicked.get(row.delivery_id) ?? new Set();
      clicked.set(row.delivery_id, urls);
      if (!urls.has(url)) link.readers += 1;
      urls.add(url);
    }
    total.readers += clicked.size;
  }
  const rows = [...links].map(([url, counts]): LinkClicks => ({
    url,
    line: lines.get(url) ?? null,
    ...counts,
  }));
  return {
    ...total,
    links: rows.toSorted((a, b) => b.human - a.human || b.machine - a.machine || (a.url < b.url ? -1 : 1)),
  };
}

/** Returns one spelling of a URL, so that a link in the file and a click on it are recognised as the same link. */
export function linkKey(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

/**
 * Returns a link as the report names it: without the token in a reader's own link to unsubscribe, to choose lists or to answer.
 * With it, the link would be a row of its own and a key to the reader's subscription in every report. `pages` is the
 * newsletter's own address.
 */
export function reportedLink(link: string, pages: string): string {
  const url = linkKey(link);
  const path = url.startsWith(`${pages}/`) ? url.slice(pages.length) : "";
  return /^\/[upr]\//.test(path) ? `${pages}${path.slice(0, 3)}…` : url;
}
