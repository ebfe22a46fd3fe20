import type { Newsletter } from "#src/model/newsletter.ts";

/** Where an issue can be read online: `<newsletter.url>/issues/<slug>`. */
export function webUrl(newsletter: Newsletter, slug: string): string {
  return `${newsletter.url}/issues/${encodeURIComponent(slug)}`;
}

/** A link as an email carries it: `issue:<slug>`, a link between issues' files, becomes that issue's address. */
export function emailUrl(url: string, newsletter: Newsletter): string {
  return url.startsWith("issue:") ? webUrl(newsletter, url.slice("issue:".length)) : url;
}
