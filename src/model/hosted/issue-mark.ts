/**
 * Which issue of which newsletter an HTML is: written into the head of every broadcast, so that one whose name somebody
 * has changed is known again, and two newsletters of one team may have issues of one slug.
 */
export interface IssueMark {
  readonly newsletter: string;
  readonly slug: string;
}

export function writeMark({ newsletter, slug }: IssueMark): string {
  return `<meta name="letterpress" content="${encodeURIComponent(newsletter)}/${encodeURIComponent(slug)}"/>`;
}

/** Null for HTML without one. */
export function readMark(html: string): IssueMark | null {
  const [, newsletter, slug] = /<meta name="letterpress" content="([^"/]*)\/([^"/]*)"/.exec(html) ?? [];
  if (newsletter === undefined || slug === undefined) return null;
  try {
    return { newsletter: decodeURIComponent(newsletter), slug: decodeURIComponent(slug) };
  } catch {
    return null;
  }
}
