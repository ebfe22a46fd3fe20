/** The same host, or one of the two a part of the other's site: `example.org` for `blog.example.org`. */
export function isSameSite(claimed: string, actual: string): boolean {
  const [one, other] = [bareHost(claimed), bareHost(actual)];
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** A host as it is compared: in small letters, as A-label, without `www.`. */
export function bareHost(host: string): string {
  return (URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host).replace(/^www\./, "");
}
