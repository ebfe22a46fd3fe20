/**
 * Says which issue of which newsletter an HTML belongs to. It is written into the head of every broadcast, so that a
 * broadcast that somebody renamed is recognised, and two newsletters of one team may have issues with the same slug.
 */
export interface IssueMark {
  readonly newsletter: string;
  readonly slug: string;
}

export function writeMark({ newsletter, slug }: IssueMark): string {
  return `<meta name="letterpress" content="${encodeURIComponent(newsletter)}/${encodeURIComponent(slug)}"/>`;
}

/** Null for HTML without a mark. */
export function readMark(html: string): IssueMark | null {
  const [, newsletter, slug] = /<meta name="letterpress" content="([^"/]*)\/([^"/]*)"/.exec(html) ?? [];
  if (newsletter === undefined || slug === undefined) return null;
  try {
    return { newsletter: decodeURIComponent(newsletter), slug: decodeURIComponent(slug) };
  } catch {
    return null;
  }
}
