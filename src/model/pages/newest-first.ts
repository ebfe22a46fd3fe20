interface Shown {
  /** ms UTC. */
  readonly startedAt: number;
  readonly slug: string;
}

/** The order of every list of issues, here and on a static site. */
export function newestFirst(a: Shown, b: Shown): number {
  return b.startedAt - a.startedAt || (a.slug < b.slug ? -1 : 1);
}
