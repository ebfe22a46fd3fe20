import { html } from "hono/html";
import type { Html } from "./html.ts";

/**
 * Links for the head of every page: a user may give a feed reader the address of any page. `base` is the address where
 * the pages begin, without a slash at its end.
 */
export function feedLinks(title: string, base: string): Html {
  return html`<link rel="alternate" type="application/atom+xml" title="${title}" href="${base}/feed.xml" />
    <link rel="alternate" type="application/feed+json" title="${title}" href="${base}/feed.json" />`;
}
