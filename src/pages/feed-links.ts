import { html } from "hono/html";
import type { Html } from "./html.ts";

/** For the head of every page: a feed reader is given whatever page its user is on. `base` is where the pages begin, without a slash. */
export function feedLinks(title: string, base: string): Html {
  return html`<link rel="alternate" type="application/atom+xml" title="${title}" href="${base}/feed.xml" />
    <link rel="alternate" type="application/feed+json" title="${title}" href="${base}/feed.json" />`;
}
