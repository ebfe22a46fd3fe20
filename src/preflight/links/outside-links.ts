import type { Place } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { TOKEN } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { personalLink } from "./personal-link.ts";
import { isPrivateHost } from "./private-host.ts";

/** A link or a picture of an issue that other people's servers answer. */
export interface OutsideLink {
  /** As the author wrote it. */
  readonly url: string;
  /** The address that is asked: without the fragment, which no server sees. */
  readonly asked: string;
  readonly place: Place;
  readonly isPicture: boolean;
}

/**
 * The links and pictures that can be asked about before an issue is sent. Not its newsletter's own pages, which may be online only
 * once it is sent; not an address that differs from reader to reader; and not one that does something to the author when it is
 * opened.
 */
export function outsideLinks(issue: Issue, { url: own }: Pick<Newsletter, "url">): readonly OutsideLink[] {
  const named = [
    ...issue.links.map(({ url, place }) => ({ url, place, isPicture: false })),
    ...issue.images.map(({ src, place }) => ({ url: src, place, isPicture: true })),
  ];
  return named.flatMap((link) => {
    const { url } = link;
    if (!/^https?:/i.test(url) || url.search(TOKEN) !== -1 || !URL.canParse(url)) return [];
    const asked = new URL(url);
    if (url === own || url.startsWith(`${own}/`) || isPrivateHost(asked.hostname)) return [];
    if (asked.username !== "" || asked.password !== "" || personalLink(asked) !== null) return [];
    asked.hash = "";
    return [{ ...link, asked: asked.href }];
  });
}

/** The same page under https; null if it is there already, or has a port. */
export function secureTwin(asked: string): string | null {
  return asked.startsWith("http:") && new URL(asked).port === "" ? asked.replace(/^http:/, "https:") : null;
}
