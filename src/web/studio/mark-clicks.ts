import { reportedLink } from "#src/track/read-clicks.ts";

interface LinkCounts {
  readonly human: number;
  readonly machine: number;
}

/** Reads on any background, and stays a mark where the email styles everything. */
const STYLE =
  "display:inline-block;margin:0 4px 0 0;padding:0 6px;border-radius:9px;border:1px solid #fff;background:#14566b;color:#fff;font:700 12px/17px system-ui,sans-serif;text-decoration:none;vertical-align:middle;white-space:nowrap";

/** The HTML of a sent message with the clicks of people written before what each link shows. `pages` is the newsletter's address. */
export function markClicks(html: string, clicks: ReadonlyMap<string, LinkCounts>, pages: string): string {
  return html.replaceAll(/<a\b[^>]*?\shref="([^"]*)"[^>]*>/gi, (tag, href: string) => {
    const url = href.replaceAll("&amp;", "&");
    const counts = /^https?:/i.test(url) ? clicks.get(reportedLink(url, pages)) : undefined;
    if (counts === undefined) return tag;
    return `${tag}<span style="${STYLE}">${counts.human.toLocaleString("en")}</span>`;
  });
}
