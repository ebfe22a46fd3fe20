import { isbot } from "isbot";
import type { Clicks, LinkClicks } from "#src/model/report.ts";
import { arrivalRank } from "#src/model/states.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { eventsOfSend } from "#src/store/report.ts";

interface Click {
  readonly url: string;
  readonly at: number;
  readonly machine: boolean;
}

/** A person does not open three different links within two seconds, nor any before the mail is in the inbox. */
const BURST_LINKS = 3;
const BURST_MS = 2000;
const SCAN_MS = 5000;

/**
 * The clicks of some sends, machines told apart on read: the rules get better, the events stay. `lines` says where a
 * link stands in the file; `pages` is the newsletter's own address, whose links carry a reader's token.
 */
export async function readClicks(
  ledger: Ledger,
  sendIds: readonly number[],
  { lines, pages }: { lines: ReadonlyMap<string, number>; pages: string },
): Promise<Clicks> {
  const links = new Map<string, { human: number; machine: number; readers: number }>();
  const total = { human: 0, machine: 0, readers: 0 };
  for (const sendId of sendIds) {
    const byDelivery = await clicksOf(ledger, sendId, pages);
    for (const clicks of byDelivery.values()) {
      const human = new Set<string>();
      for (const click of clicks) {
        const link = links.get(click.url) ?? { human: 0, machine: 0, readers: 0 };
        links.set(click.url, link);
        const kind = click.machine || isBurst(click, clicks) ? "machine" : "human";
        link[kind] += 1;
        total[kind] += 1;
        if (kind === "human" && !human.has(click.url)) link.readers += 1;
        if (kind === "human") human.add(click.url);
      }
      if (human.size > 0) total.readers += 1;
    }
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

/** One spelling for a URL, so that the file's and the click's are the same link. */
export function linkKey(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

async function clicksOf(ledger: Ledger, sendId: number, pages: string): Promise<Map<number, Click[]>> {
  const byDelivery = new Map<number, Click[]>();
  for await (const row of eventsOfSend(ledger.db, sendId, "email.clicked")) {
    const click = parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.at })?.click;
    if (click == null) continue;
    const delivered = row.arrival === arrivalRank("delivered") ? row.arrival_at : null;
    const scanned = delivered !== null && row.at <= delivered + SCAN_MS;
    const clicks = byDelivery.get(row.delivery_id) ?? [];
    byDelivery.set(row.delivery_id, clicks);
    clicks.push({
      url: withoutToken(linkKey(click.link), pages),
      at: row.at,
      machine: scanned || isMachine(click.userAgent),
    });
  }
  return byDelivery;
}

/** isbot knows the crawlers; scanners also come with no name at all, or as a browser nobody has used for years. */
function isMachine(userAgent: string): boolean {
  return userAgent.trim() === "" || isbot(userAgent) || /\bMSIE [1-9]\b|\bMSIE 10\b/.test(userAgent);
}

function isBurst(click: Click, clicks: readonly Click[]): boolean {
  const near = clicks.filter(({ at }) => at >= click.at && at <= click.at + BURST_MS);
  const before = clicks.filter(({ at }) => at <= click.at && at >= click.at - BURST_MS);
  return [near, before].some((some) => new Set(some.map(({ url }) => url)).size >= BURST_LINKS);
}

/** A reader's own unsubscribe link would be a row of its own, and a key to their subscription in every report. */
function withoutToken(url: string, pages: string): string {
  const path = url.startsWith(`${pages}/`) ? url.slice(pages.length) : "";
  return /^\/[up]\//.test(path) ? `${pages}${path.slice(0, 3)}…` : url;
}
