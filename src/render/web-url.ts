import type { Newsletter } from "#src/model/newsletter.ts";

/** Where an issue can be read online: `<newsletter.url>/issues/<slug>`. */
export function webUrl(newsletter: Newsletter, slug: string): string {
  return `${newsletter.url}/issues/${encodeURIComponent(slug)}`;
}
