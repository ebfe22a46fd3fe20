import { reportedLink } from "#src/track/read-clicks.ts";

interface LinkCounts {
  readonly human: number;
  readonly machine: number;
}

/** Legible on any background, and still seen as a mark where the email styles everything. */
const STYLE =
  "display:inline-block;margin:0 4px 0 0;padding:0 6px;border-radius:9px;border:1px solid #14566b;font:700 12px/17px system-ui,sans-serif;text-decoration:none;vertical-align:middle;white-space:nowrap";
const PEOPLE = `${STYLE};background:#14566b;color:#fff`;
const MACHINES = `${STYLE};background:#fff;color:#14566b`;

/**
 * The HTML of a sent message with the clicks on each link before what the link shows: those of people filled, those of machines outlined.
 * `pages` is the newsletter's address.
 */
export function markClicks(html: string, clicks: ReadonlyMap<string, LinkCounts>, pages: string): string {
  return html.replaceAll(/<a\b[^>]*?\shref="([^"]*)"[^>]*>/gi, (tag, href: string) => {
    const url = href.replaceAll("&amp;", "&");
    const counts = /^https?:/i.test(url) ? clicks.get(reportedLink(url, pages)) : undefined;
    if (counts === undefined) return tag;
    const people = mark(PEOPLE, counts.human, "clicks of people");
    return tag + people + (counts.machine === 0 ? "" : mark(MACHINES, counts.machine, "clicks of machines"));
  });
}

function mark(style: string, clicks: number, title: string): string {
  return `<span style="${style}" title="${title}">${clicks.toLocaleString("en")}</span>`;
}
