/** Addresses on the web that an email's links lead to, each once, as its HTML names them. */
export function linksIn(html: string): ReadonlySet<string> {
  const found = html.matchAll(/<a\b[^>]*?\shref="(https?:\/\/[^"]+)"/gi);
  return new Set([...found].map(([, href = ""]) => href.replaceAll("&amp;", "&")));
}
